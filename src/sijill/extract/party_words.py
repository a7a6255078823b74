"""Parties that no entry names as such: a person's bare name, a crowd, a group of others, «the group», a nation's adjective."""

from __future__ import annotations

from bisect import bisect_right

from sijill.extract.closed import GROUPS, NUN, STOP, WAW, lettered
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.party import ONE, Ground, PartyFind, as_forces, changed
from sijill.knowledge.lexicon import UNINFLECTED, Entry
from sijill.text import BREAK, QUOTE, Analysis, Doc, Word, analyses
from sijill.text.spelled import spelled

NAME_WORDS = 4  # words of a person's name after a title
_NAMED = Entry("noun.named", "nouns", "noun", {"label": "named person", "kind": "civilians", "animate": "true", "role": "person"})
_CROWD = Entry("noun.crowd", "nouns", "noun", {"label": "crowd", "plural_label": "crowd", "kind": "civilians", "animate": "true"})
TAKES_PEOPLE = frozenset({"victim_noun", "victim_verb", "kill_verb"})  # frames of words that people suffer
PATRONYMS = frozenset("ابو ابي ابا ام ابن بن عبد ال".split())
_VICTIM_TYPES = frozenset("assassination arrest release abduction killing political_decision".split())


def named_victim(ground: Ground, trigger: Match) -> PartyFind | None:
    """Two or more words that nothing knows, right behind a word that takes a victim: a person's name («اغتيال سالم باعوضة»)."""
    if trigger.entry.frame not in TAKES_PEOPLE or trigger.entry.type not in _VICTIM_TYPES or trigger.form.pronoun:
        return None
    if trigger.entry.pos != "verb" and (trigger.form.number != "sing" or closed_by_article(ground.doc, trigger)):
        return None
    doc, heads = ground.doc, ground.heads
    first = last = trigger.last
    while last < ground.count and last - first < NAME_WORDS:
        word = ground.words[last]
        if word.gap == BREAK or ground.stops[last] or ground.barred[last] or ground.placed[last]:
            break
        if heads[last] is not None or ground.opened[last] is not None:
            break
        if (word.text in STOP and not called_ali(doc, last)) or not lettered(word.text):
            break
        article = word.text.startswith("ال")
        if last > first and len(word.text) > 4 and word.text.endswith("ا"):
            break  # «اعتقال سالم مصيرا …»: an accusative of another phrase
        if (last == first and article) or (
            last > first and (verbal(word.text) or (word.text.startswith(("ب", "ل", "و", "ف", "ت", "ست")) and len(word.text) > 4))
        ):
            break
        if word.text in _WHO_IS and last - first >= 2:
            break  # «اغتيل خالد نزال وهو …»
        if (len(word.text) < 3 and word.text not in PATRONYMS) or word.text in _COMMON:
            return None
        last += 1
    if last - first < 2:
        return None
    many = doc.words[first].text in _BODY or _of_a_kind(doc.words[first].text, doc.words[first + 1].text)
    behind = heads[last]
    if behind is not None and behind.article and behind.form.tense == "demonym" and doc.words[last].gap != BREAK:
        last += 1  # a name such as «التونسي» behind a first name
    head = Match(first, last, doc.words[first].start, doc.words[last - 1].end, _CROWD if many else _NAMED, UNINFLECTED)
    words = doc.raw[slice(*doc.folded.to_raw(head.start, head.end))]
    return PartyFind(first, last, head.start, head.end, (head,), "civilians", words, None, None, None if many else ONE)


def closed_by_article(doc: Doc, trigger: Match) -> bool:
    """«الخطف يتكرر», «عمليات الخطف تتكرر»: behind a verbal noun with the article stands no genitive."""
    if trigger.last - trigger.first == 1:
        return trigger.article
    first, last = doc.words[trigger.first].text, doc.words[trigger.last - 1].text
    return last.startswith("ال") and not first.startswith("ال") and trigger.entry.frame == "victim_noun"


def _of_a_kind(noun: str, adjective: str) -> bool:
    """«اغتيال شخصيات سياسية», «خطف ناشطات حقوقيات»: a sound feminine plural and its adjective are many people, and no name."""
    return len(noun) >= 6 and noun.endswith("ات") and adjective.endswith(("يه", "يات", "يين"))


_BODY = frozenset("فرقه خليه عصابه شبكه مجموعه لجنه وفد فريق طاقم عايله اسره قافله".split())  # «اعتقال فرقة موت»


def verbal(word: str) -> bool:
    """«مقتل سالم محمد يثير …»: a verb of the present behind a name; not «يوسف»."""
    return word.startswith("ي") and len(word) > 3 and word not in _YODS


def called_ali(doc: Doc, index: int) -> bool:
    """«سالم علي»: the name, where the text writes the preposition with another letter."""
    word = doc.words[index]
    return word.text == "علي" and doc.raw[slice(*doc.folded.to_raw(word.start, word.end))].endswith("ي") and "على" in doc.raw


_YODS = frozenset("يوسف ياسر ياسين ياسمين يحيي يعقوب يونس يزيد يسري يعرب يمان يمني ياور ياغي يعلون ياكوف يازجي يوليا يوري يوهان".split())
_WHO_IS = frozenset({"وهو", "وهي"})
_COMMON = frozenset(
    "عده عدد بعض كل جميع احد احدي واحد واحده ايا اي ما اخر اخرين اخرون اول ثاني قرابه زهاء نحو حوالي وهم وهو وهي"
    " وهما وكان وكانت وقد اكثر اقل مثل بحق معظم".split()
)


_UNITS = frozenset("كتيبه كتايب لواء الويه فيلق سرايا سريه جبهه حركه جماعه مجموعه تجمع فصيل غرفه".split())
_CALLED = _UNITS | {"تنظيم"}
CALLED = spelled(_CALLED, article=False)  # words that a named group can begin with
_GROUP = Entry("noun.named_group", "nouns", "noun", {"label": "armed group", "kind": "unidentified_armed", "animate": "true"})


def named_group(ground: Ground, index: int) -> PartyFind | None:
    """«كتائب سيف النخيل»: a word of an armed unit and the name that quotation marks or the article show, where no entry knows it."""
    doc, words, text = ground.doc, ground.words, ground.words[index].text
    if index + 3 < ground.count and words[index + 1].text in _CALLS:
        return _self_styled(doc, index)
    reading = next((r for r in analyses(text) if r.rest in _UNITS and not r.article), None)
    if reading is None or index + 1 >= ground.count or words[index + 1].gap == BREAK:
        return None
    opened = (words[index].start > 0 and doc.folded.text[words[index].start - 1] in _OPENING) or words[index + 1].gap == QUOTE
    last = index + 1
    while last < ground.count and last - index <= 4 and words[last].gap != BREAK and not ground.barred[last]:
        word = words[last].text
        if ground.stops[last] and not ground.swords[last]:
            break
        if word in STOP or (last > index + 1 and words[last].gap == QUOTE) or not lettered(word):
            break
        if not opened and not word.startswith("ال") and last > index + 2:
            break
        last += 1
        if word.startswith("ال") and not opened:
            break
    if last - index < 2 or not (opened or words[last - 1].text.startswith("ال")):
        return None
    start = words[index].start + reading.offset
    head = Match(index, last, start, words[last - 1].end, _GROUP, UNINFLECTED)
    name = doc.raw[slice(*doc.folded.to_raw(start, head.end))]
    return PartyFind(
        index, last, start, head.end, (head,), "unidentified_armed", name, particle=reading.particle, joiner=reading.joiner
    )  # fmt: skip


def _self_styled(doc: Doc, index: int) -> PartyFind | None:
    """«جماعة تطلق على نفسها جند النخيل», «مجموعة تعرف باسم …»: a group and the two words by which it calls itself, or what is quoted."""
    words = doc.words
    text = [w.text for w in words[index + 1 : index + 5]]
    if not text or text[0] not in _CALLS or not any(r.rest in _CALLED and not r.article for r in words[index].analyses):
        return None
    steps = 2 if text[1:2] == ["باسم"] else (4 if text[3:4] == ["اسم"] else 3) if text[1:2] == ["علي"] else 0
    first = index + 1 + steps
    if not steps or first >= len(words) or any(w.gap == BREAK for w in words[index + 1 : first + 1]):
        return None
    if any(r.rest in _UNITS for r in words[first].analyses):
        return None  # «جماعة تطلق على نفسها كتائب النخيل»: the name stands by itself
    last, longest = first + 1, 4 if words[first].gap == QUOTE else 2
    while last < len(words) and last - first < longest and words[last].gap not in (BREAK, QUOTE):
        last += 1
    start = words[index].start
    head = Match(index, last, start, words[last - 1].end, _GROUP, UNINFLECTED)
    label = doc.raw[slice(*doc.folded.to_raw(words[first].start, head.end))]
    return PartyFind(index, last, start, head.end, (head,), "unidentified_armed", label)


_CALLS = frozenset("تطلق يطلق اطلقت تعرف يعرف عرفت".split())
_OPENING = "\"'«“”("


def grouped(doc: Doc, party: PartyFind) -> PartyFind:
    """A word of a group before "of" belongs to the party: «مجموعة من المسلحين»."""
    words, index = doc.words, party.first - 1
    if (
        index < 1
        or words[index].text != "من"
        or words[party.first].gap == BREAK
        or words[index].gap == BREAK
        or not party.animate
    ):  # fmt: skip
        return party
    step = index - 1
    if step and words[step].gap != BREAK and words[step].text not in _GROUP_WORDS and words[step].text.endswith(("ه", "ير", "يره")):
        step -= 1
    word = words[step]
    if word.text not in _GROUP_WORDS or word.sentence != words[party.first].sentence:
        return party
    reading = next((r for r in word.analyses if r.rest in GROUPS and not r.article), None)
    if reading is None:
        return party
    start = word.start + reading.offset
    return changed(
        party, step, party.last, start, party.end, party.kind, party.label, None, None, reading.particle, reading.joiner
    )  # fmt: skip


_GROUP_WORDS = spelled(GROUPS)


def crowd(ground: Ground, number: Number) -> PartyFind | None:
    """«عشرات الآلاف», «المئات من أهالي الحي»: a crowd that only its size names."""
    doc, last = ground.doc, number.last
    if last < len(doc.words) and doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
        while (
            last < len(doc.words)
            and last - number.last < 5
            and not (
                doc.words[last].gap == BREAK
                or ground.stops[last]
                or ground.barred[last]
                or doc.words[last].text in STOP
                or not lettered(doc.words[last].text)
            )
        ):
            last += 1
    elif (
        last < len(doc.words)
        and doc.words[last].gap != BREAK
        and doc.words[number.first].text.startswith("ال") is False
        and lettered(doc.words[last].text)
    ):
        if (
            doc.words[last].text not in STOP
            and not ground.stops[last]
            and not ground.barred[last]
            and doc.words[last].text.endswith(("ين", "ون", "ات", "يين"))
        ):
            last += 1
        elif doc.words[last].text not in STOP:
            return None
    head = Match(number.first, last, number.start, doc.words[last - 1].end, _CROWD, UNINFLECTED)
    reading = next((r for r in doc.words[number.first].analyses if doc.words[number.first].start + r.offset == number.start), None)
    label = "hundreds of people" if number.value.qualifier == "hundreds" else "crowd"
    return PartyFind(
        number.first, last, number.start, head.end, (head,), "civilians", label, None, None, number.value, number,
        reading.particle if reading else "", reading.joiner if reading else "",
    )  # fmt: skip


def some_of(ground: Ground, number: Number, first: int) -> PartyFind | None:
    """«اعتقال سبعة من جامعي القمح», «ثلاثة من بلدة …»: people that a number counts behind a word of what they suffered."""
    doc, last, places = ground.doc, first, False
    while last < ground.count and last - first < 4 and doc.words[last].gap != BREAK and not _halts(ground, last):
        text = doc.words[last].text
        barred = ground.barred[last]
        places = last == first and barred
        if (barred and not places) or text in STOP or not lettered(text) or (text.startswith("و") and len(text) > 3):
            break
        if last > first and not text.startswith("ال") and not places:
            break
        last += 1
    word = doc.words[first].text if first < len(doc.words) else ""
    if last == first or not (word.startswith("ال") or word.endswith(("ي", "ين", "ات", "اء")) or places):
        return None
    head = Match(number.first, last, number.start, doc.words[last - 1].end, _CROWD, UNINFLECTED)
    return PartyFind(
        number.first, last, number.start, head.end, (head,), "civilians", "people", None, None, number.value, number,
    )  # fmt: skip


def _halts(ground: Ground, index: int) -> bool:
    """Whether a word that begins something else stands there: of an act or a weapon, or a number."""
    return ground.stops[index] or ground.opened[index] is not None


_RECALLS = {
    "المجموعه": ("مجموعه", "خليه"), "الجماعه": ("جماعه", "حركه", "تنظيم"), "التنظيم": ("تنظيم", "داعش", "القاعده"),
    "الحركه": ("حركه", "طالبان", "حماس"),
    "المليشيا": ("مليشيا", "ميليشيا"), "الميليشيا": ("مليشيا", "ميليشيا"), "الخليه": ("خليه",), "العصابه": ("عصابه",), "الحزب": ("حزب",),
    "التحالف": ("التحالف",), "للتنظيم": ("تنظيم", "داعش", "القاعده"),
}  # fmt: skip


_RECALLING = spelled([word.removeprefix("ال") for word in _RECALLS])


def recalled(doc: Doc, found: list[PartyFind]) -> list[PartyFind]:
    """«المجموعة», «التنظيم»: a bare word of a group with the article is the last group of that sort that the text named."""
    again = [word for word in doc.words if word.text in _RECALLING]
    out = list(found)
    groups: dict[tuple[str, ...], list[PartyFind]] = {}  # by what a group of that sort is called
    for word in again:
        taken = any(p.first <= word.index < p.last for p in found)
        if not taken and (party := _recalled(doc, word, found, groups)) is not None:
            out.append(party)
    if any(out[i].first > out[i + 1].first for i in range(len(out) - 1)):
        out.sort(key=_first)
    return out


def _recalled(doc: Doc, word: Word, found: list[PartyFind], groups: dict[tuple[str, ...], list[PartyFind]]) -> PartyFind | None:
    """The group that a word recalls, as it stands there; `groups` keeps those of each sort."""
    reading = _recalling(word.text)
    if reading is None:
        return None
    stems = _RECALLS[f"ال{reading.rest}"]
    if stems not in groups:
        called = [p for p in found if any(doc.words[i].text.endswith(stems) for i in range(p.first, p.last))]
        groups[stems] = [p for p in called if p.animate and p.count in (None, ONE)]
    earlier = bisect_right(groups[stems], word.index, key=_last)
    if not earlier:
        return None
    known = groups[stems][earlier - 1]
    start = word.start + reading.offset - (0 if reading.particle == "ل" else 2)
    return changed(
        known, word.index, word.index + 1, start, word.end, known.kind, known.label, known.count, known.number,
        reading.particle, reading.joiner,
    )  # fmt: skip


def _recalling(text: str) -> Analysis | None:
    """How a word that recalls a group is read."""
    return next((r for r in analyses(text) if r.article and f"ال{r.rest}" in _RECALLS and r.particle in ("", "ل", "ب")), None)


def _first(party: PartyFind) -> int:
    return party.first


def _last(party: PartyFind) -> int:
    return party.last


def lone_adjective(party: PartyFind) -> bool:
    """A nation's adjective in the singular that stands for a party by itself."""
    if len(party.matches) != 1 or party.number is not None:
        return False
    head = party.head
    return head.form.number == "sing" and (head.form.tense == "demonym" or head.entry.id.startswith("noun.community"))


def as_adjective(ground: Ground, party: PartyFind) -> PartyFind | None:
    """What a lone adjective says: behind an attack it names the attacker, behind a victim's word a person, elsewhere nothing."""
    doc, events = ground.doc, ground.events
    word = doc.words[party.first]
    if word.gap == BREAK:
        return None
    trigger = events[party.first]
    if trigger is None and party.first and doc.words[party.first - 1].gap != BREAK:
        trigger = events[party.first - 1]
        if trigger is not None and (trigger.entry.frame in TAKES_PEOPLE or trigger.entry.pos == "verb"):
            trigger = None
    if (
        trigger is None
        and word.text.endswith("ا")
        and any(_takes_person(doc, events[i], party.first) for i in range(max(0, party.first - 3), party.first))
    ):
        return party  # «خطف مسلحون أمس فرنسيا»
    if trigger is None:
        return None
    if trigger.entry.frame in TAKES_PEOPLE or trigger.entry.pos == "verb":
        return None if word.text.endswith("ه") and trigger.entry.pos != "verb" and not party.head.article else party
    nation = party.head.entry
    if not nation.meaning("adjective") or _made(doc, party.last):
        return None
    return as_forces(party, f"{nation.meaning('adjective')} forces")


def of_craft(doc: Doc, party: PartyFind, craft: Match | None) -> PartyFind | None:
    """«مسيرة إسرائيلية», «مسيرة للجيش», «جرافات الاحتلال»: what stands right behind a craft says whose it is."""
    if craft is None or party.joiner or doc.words[party.first].gap == BREAK:
        return None
    lone = lone_adjective(party)
    if not (lone or craft.last > party.first or party.particle):
        return None
    if lone and (party.head.article or not party.head.entry.meaning("adjective") or _made(doc, party.last)):
        return None
    adjective = party.head.entry.meaning("adjective")
    label, kind = (f"{adjective} forces", "state_forces") if lone else (party.label, party.kind)
    return changed(
        party, craft.first, party.last, craft.start, party.end, kind, label, None, party.number, craft.particle, craft.joiner
    )  # fmt: skip


def _made(doc: Doc, index: int) -> bool:
    """«مسيرة إيرانية الصنع»: where it was made, not whose it is."""
    return index < len(doc.words) and doc.words[index].text in ("الصنع", "المنشا")


_SIDE = Entry("noun.side", "nouns", "noun", {"label": "side", "kind": "unidentified_armed", "animate": "true"})
_REACH = 7  # words between a fight and «بين»
_NO_SIDES = frozenset("الطرفين الجانبين الفريقين الطرف الحين الحدود السكان الساعه المدن".split())


def side(ground: Ground, index: int, found: list[PartyFind]) -> PartyFind | None:
    """A noun phrase that no entry knows, where only a side of a fight can stand: «اشتباكات بين أولاد صالح والقوة السادسة».

    `index` is not the first word.
    """
    words = ground.words
    word, before = words[index], words[index - 1].text
    between = ord(before[-1]) == NUN and before in ("بين", "وبين")
    one_more = not between and len(found) > 0 and found[-1].last == index and ord(word.text[0]) == WAW
    if not between and not one_more:
        return None
    if not _goes_on(ground, index) or not lettered(word.text) or word.text in STOP:
        return None
    second = one_more and (len(word.text) > 4 or word.text == "وال")
    if not _behind_between(ground, found[-1].first if second else index) or word.text in _NO_SIDES:
        return None
    last = index + 1
    while last < ground.count and last - index <= NAME_WORDS and _goes_on(ground, last):
        text = words[last].text
        if text in STOP or (text.startswith("و") and (len(text) > 3 or text == "وال")) or text.startswith("لل") or not lettered(text):
            break
        last += 1
    start = word.start + bool(second)
    head = Match(index, last, start, words[last - 1].end, _SIDE, UNINFLECTED)
    label = ground.doc.raw[slice(*ground.doc.folded.to_raw(start, head.end))]
    return PartyFind(index, last, start, head.end, (head,), "unidentified_armed", label, joiner="و" if second else "")


def _goes_on(ground: Ground, index: int) -> bool:
    """Whether no punctuation stands before a word, and nothing that is known at it."""
    return ground.words[index].gap != BREAK and not (ground.barred[index] or ground.placed[index] or _halts(ground, index))


def _behind_between(ground: Ground, index: int) -> bool:
    """Whether «بين» stands right before a word, and a fight not far before it in its sentence."""
    if index == 0 or ground.words[index - 1].text not in ("بين", "وبين"):
        return False
    sentence = ground.words[index].sentence
    for at in range(max(1, index - _REACH), index):
        event = ground.events[at]
        if event is not None and event.entry.frame == "clash" and ground.words[event.first].sentence == sentence:
            return True
    return False


def _takes_person(doc: Doc, event: Match | None, index: int) -> bool:
    if event is None or event.entry.type not in _VICTIM_TYPES or event.entry.pos != "verb":
        return False
    return not any(doc.words[i].gap == BREAK for i in range(event.last, index + 1))

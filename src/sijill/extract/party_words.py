"""Parties that no entry names as such: a person's bare name, a crowd, a group of others, «the group», a nation's adjective."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from sijill.extract.closed import GROUPS, STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.party import ONE, PartyFind
from sijill.knowledge.lexicon import UNINFLECTED, Entry
from sijill.text import BREAK, QUOTE, Doc, analyses

NAME_WORDS = 4  # words of a person's name after a title
_NAMED = Entry("noun.named", "nouns", "noun", {"label": "named person", "kind": "civilians", "animate": "true", "role": "person"})
_CROWD = Entry("noun.crowd", "nouns", "noun", {"label": "crowd", "plural_label": "crowd", "kind": "civilians", "animate": "true"})
TAKES_PEOPLE = frozenset({"victim_noun", "victim_verb", "kill_verb"})  # frames of words that people suffer
PATRONYMS = frozenset("ابو ابي ابا ام ابن بن عبد ال".split())
_VICTIM_TYPES = frozenset("assassination arrest release abduction killing political_decision".split())


def named_victim(
    doc: Doc, trigger: Match, heads: dict[int, Match], opened: dict[int, Number], stops: frozenset[int], barred: frozenset[int],
) -> PartyFind | None:  # fmt: skip
    """Two or more words that nothing knows, right behind a word that takes a victim: a person's name («اغتيال سالم باعوضة»)."""
    if trigger.entry.meaning("frame") not in TAKES_PEOPLE or trigger.entry.meaning("type") not in _VICTIM_TYPES or trigger.form.pronoun:
        return None
    if trigger.entry.pos != "verb" and (trigger.form.number != "sing" or closed_by_article(doc, trigger)):
        return None
    first = last = trigger.last
    while last < len(doc.words) and last - first < NAME_WORDS:
        word = doc.words[last]
        if (
            word.gap == BREAK
            or last in heads
            or last in opened
            or last in stops
            or last in barred
            or (word.text in STOP and not called_ali(doc, last))
            or not word.text[0].isalpha()
        ):
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
    if last in heads and doc.words[last].gap != BREAK and heads[last].form.tense == "demonym" and heads[last].article:
        last += 1  # a name such as «التونسي» behind a first name
    head = Match(first, last, doc.words[first].start, doc.words[last - 1].end, _CROWD if many else _NAMED, UNINFLECTED)
    words = doc.raw[slice(*doc.folded.to_raw(head.start, head.end))]
    return PartyFind(first, last, head.start, head.end, (head,), "civilians", words, None, None, None if many else ONE)


def closed_by_article(doc: Doc, trigger: Match) -> bool:
    """«الخطف يتكرر», «عمليات الخطف تتكرر»: behind a verbal noun with the article stands no genitive."""
    if trigger.last - trigger.first == 1:
        return trigger.article
    first, last = doc.words[trigger.first].text, doc.words[trigger.last - 1].text
    return last.startswith("ال") and not first.startswith("ال") and trigger.entry.meaning("frame") == "victim_noun"


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
_GROUP = Entry("noun.named_group", "nouns", "noun", {"label": "armed group", "kind": "unidentified_armed", "animate": "true"})


def named_group(doc: Doc, index: int, heads: dict[int, Match], stops: frozenset[int], barred: frozenset[int]) -> PartyFind | None:
    """«كتائب سيف النخيل»: a word of an armed unit and the name that quotation marks or the article show, where no entry knows it."""
    if index + 3 < len(doc.words) and doc.words[index + 1].text in _CALLS:
        return _self_styled(doc, index)
    words = doc.words
    reading = next((r for r in analyses(words[index].text) if r.rest in _UNITS and not r.article), None)
    if reading is None or index + 1 >= len(words) or words[index + 1].gap == BREAK:
        return None
    opened = (words[index].start > 0 and doc.folded.text[words[index].start - 1] in _OPENING) or words[index + 1].gap == QUOTE
    last = index + 1
    while last < len(words) and last - index <= 4 and words[last].gap != BREAK and last not in stops and last not in barred:
        word = words[last].text
        if word in STOP or (last > index + 1 and words[last].gap == QUOTE) or not word[0].isalpha():
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
    text = doc.raw[slice(*doc.folded.to_raw(start, head.end))]
    return PartyFind(
        index, last, start, head.end, (head,), "unidentified_armed", text, particle=reading.particle, joiner=reading.joiner
    )  # fmt: skip


def _self_styled(doc: Doc, index: int) -> PartyFind | None:
    """«جماعة تطلق على نفسها جند النخيل», «مجموعة تعرف باسم …»: a group and the two words by which it calls itself, or what is quoted."""
    words = doc.words
    text = [w.text for w in words[index + 1 : index + 5]]
    if not text or text[0] not in _CALLS or not any(r.rest in _UNITS | {"تنظيم"} and not r.article for r in analyses(words[index].text)):
        return None
    steps = 2 if text[1:2] == ["باسم"] else (4 if text[3:4] == ["اسم"] else 3) if text[1:2] == ["علي"] else 0
    first = index + 1 + steps
    if not steps or first >= len(words) or any(w.gap == BREAK for w in words[index + 1 : first + 1]):
        return None
    if any(r.rest in _UNITS for r in analyses(words[first].text)):
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
    index = party.first - 1
    if (
        index < 1
        or doc.words[index].text != "من"
        or doc.words[party.first].gap == BREAK
        or doc.words[index].gap == BREAK
        or not party.animate
    ):
        return party
    step = index - 1
    if (
        step
        and not any(r.rest in GROUPS for r in analyses(doc.words[step].text))
        and doc.words[step].gap != BREAK
        and doc.words[step].text.endswith(("ه", "ير", "يره"))
    ):
        step -= 1
    word = doc.words[step]
    reading = next((r for r in analyses(word.text) if r.rest in GROUPS and not r.article), None)
    if reading is None or word.sentence != doc.words[party.first].sentence:
        return party
    return replace(
        party, first=step, start=word.start + reading.offset, count=None, number=None, particle=reading.particle, joiner=reading.joiner
    )


def crowd(doc: Doc, number: Number, last: int, stops: frozenset[int], barred: frozenset[int]) -> PartyFind | None:
    """«عشرات الآلاف», «المئات من أهالي الحي»: a crowd that only its size names."""
    last = number.last
    if last < len(doc.words) and doc.words[last].text == "من" and doc.words[last].gap != BREAK:
        last += 1
        while (
            last < len(doc.words)
            and last - number.last < 5
            and not (
                doc.words[last].gap == BREAK
                or last in stops
                or last in barred
                or doc.words[last].text in STOP
                or not doc.words[last].text[0].isalpha()
            )
        ):
            last += 1
    elif (
        last < len(doc.words)
        and doc.words[last].gap != BREAK
        and doc.words[number.first].text.startswith("ال") is False
        and doc.words[last].text[0].isalpha()
    ):
        if (
            doc.words[last].text not in STOP
            and last not in stops
            and last not in barred
            and doc.words[last].text.endswith(("ين", "ون", "ات", "يين"))
        ):
            last += 1
        elif doc.words[last].text not in STOP:
            return None
    head = Match(number.first, last, number.start, doc.words[last - 1].end, _CROWD, UNINFLECTED)
    reading = next((r for r in analyses(doc.words[number.first].text) if doc.words[number.first].start + r.offset == number.start), None)
    label = "hundreds of people" if number.value.qualifier == "hundreds" else "crowd"
    return PartyFind(
        number.first, last, number.start, head.end, (head,), "civilians", label, None, None, number.value, number,
        reading.particle if reading else "", reading.joiner if reading else "",
    )  # fmt: skip


def some_of(doc: Doc, number: Number, first: int, stops: frozenset[int], barred: frozenset[int]) -> PartyFind | None:
    """«اعتقال سبعة من جامعي القمح», «ثلاثة من بلدة …»: people that a number counts behind a word of what they suffered."""
    last, places = first, False
    while last < len(doc.words) and last - first < 4 and doc.words[last].gap != BREAK and last not in stops:
        text = doc.words[last].text
        places = last == first and last in barred
        if (last in barred and not places) or text in STOP or not text[0].isalpha() or (text.startswith("و") and len(text) > 3):
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


_RECALLS = {
    "المجموعه": ("مجموعه", "خليه"), "الجماعه": ("جماعه", "حركه", "تنظيم"), "التنظيم": ("تنظيم", "داعش", "القاعده"),
    "الحركه": ("حركه", "طالبان", "حماس"),
    "المليشيا": ("مليشيا", "ميليشيا"), "الميليشيا": ("مليشيا", "ميليشيا"), "الخليه": ("خليه",), "العصابه": ("عصابه",), "الحزب": ("حزب",),
    "التحالف": ("التحالف",), "للتنظيم": ("تنظيم", "داعش", "القاعده"),
}  # fmt: skip


def recalled(doc: Doc, found: list[PartyFind]) -> list[PartyFind]:
    """«المجموعة», «التنظيم»: a bare word of a group with the article is the last group of that sort that the text named."""
    taken = {i for p in found for i in range(p.first, p.last)}
    out = list(found)
    groups: dict[tuple[str, ...], list[PartyFind]] = {}  # by what a group of that sort is called
    for word in doc.words:
        if word.index in taken:
            continue
        reading = next((r for r in analyses(word.text) if r.article and f"ال{r.rest}" in _RECALLS and r.particle in ("", "ل", "ب")), None)
        if reading is None:
            continue
        stems = _RECALLS[f"ال{reading.rest}"]
        if stems not in groups:
            called = [p for p in found if any(w.text.endswith(stems) for w in doc.words[p.first : p.last])]
            groups[stems] = [p for p in called if p.animate and p.count in (None, ONE)]
        earlier = bisect_right(groups[stems], word.index, key=lambda p: p.last)
        if earlier:
            known = groups[stems][earlier - 1]
            start = word.start + reading.offset - (0 if reading.particle == "ل" else 2)
            out.append(
                replace(
                    known,
                    first=word.index,
                    last=word.index + 1,
                    start=start,
                    end=word.end,
                    particle=reading.particle,
                    joiner=reading.joiner,
                )
            )
    return sorted(out, key=lambda p: p.first)


def lone_adjective(party: PartyFind) -> bool:
    """A nation's adjective in the singular that stands for a party by itself."""
    adjective = party.head.form.tense == "demonym" or party.head.entry.id.startswith("noun.community")
    return len(party.matches) == 1 and adjective and party.head.form.number == "sing" and party.number is None


def as_adjective(doc: Doc, party: PartyFind, events: dict[int, Match]) -> PartyFind | None:
    """What a lone adjective says: behind an attack it names the attacker, behind a victim's word a person, elsewhere nothing."""
    word = doc.words[party.first]
    if word.gap == BREAK:
        return None
    trigger = events.get(party.first)
    if trigger is None and party.first and doc.words[party.first - 1].gap != BREAK:
        trigger = events.get(party.first - 1)
        if trigger is not None and (trigger.entry.meaning("frame") in TAKES_PEOPLE or trigger.entry.pos == "verb"):
            trigger = None
    if (
        trigger is None
        and word.text.endswith("ا")
        and any(_takes_person(doc, events.get(i), party.first) for i in range(party.first - 3, party.first))
    ):
        return party  # «خطف مسلحون أمس فرنسيا»
    if trigger is None:
        return None
    if trigger.entry.meaning("frame") in TAKES_PEOPLE or trigger.entry.pos == "verb":
        return None if word.text.endswith("ه") and trigger.entry.pos != "verb" and not party.head.article else party
    nation = party.head.entry
    if not nation.meaning("adjective") or _made(doc, party.last):
        return None
    return replace(party, kind="state_forces", label=f"{nation.meaning('adjective')} forces", count=None)


def of_craft(doc: Doc, party: PartyFind, craft: Match | None) -> PartyFind | None:
    """«مسيرة إسرائيلية», «مسيرة للجيش», «جرافات الاحتلال»: what stands right behind a craft says whose it is."""
    lone = lone_adjective(party)
    if craft is None or doc.words[party.first].gap == BREAK or party.joiner or not (lone or craft.last > party.first or party.particle):
        return None
    if lone and (party.head.article or not party.head.entry.meaning("adjective") or _made(doc, party.last)):
        return None
    adjective = party.head.entry.meaning("adjective")
    label, kind = (f"{adjective} forces", "state_forces") if lone else (party.label, party.kind)
    return replace(
        party, first=craft.first, start=craft.start, kind=kind, label=label, count=None, particle=craft.particle, joiner=craft.joiner
    )  # fmt: skip


def _made(doc: Doc, index: int) -> bool:
    """«مسيرة إيرانية الصنع»: where it was made, not whose it is."""
    return index < len(doc.words) and doc.words[index].text in ("الصنع", "المنشا")


_SIDE = Entry("noun.side", "nouns", "noun", {"label": "side", "kind": "unidentified_armed", "animate": "true"})
_REACH = 7  # words between a fight and «بين»
_NO_SIDES = frozenset("الطرفين الجانبين الفريقين الطرف الحين الحدود السكان الساعه المدن".split())


def side(
    doc: Doc, index: int, events: dict[int, Match], found: Sequence[PartyFind], stops: frozenset[int], barred: frozenset[int],
) -> PartyFind | None:  # fmt: skip
    """A noun phrase that no entry knows, where only a side of a fight can stand: «اشتباكات بين أولاد صالح والقوة السادسة»."""
    words = doc.words
    word = words[index]
    if not index or (words[index - 1].text not in ("بين", "وبين") and not (word.text[0] == "و" and found and found[-1].last == index)):
        return None
    if word.gap == BREAK or index in barred or index in stops or not word.text[0].isalpha() or word.text in STOP:
        return None
    before = words[index - 1].text
    second = word.text.startswith("و") and (len(word.text) > 4 or word.text == "وال") and before not in ("بين", "وبين")
    if second and not (found and found[-1].last == index and _behind_between(doc, found[-1].first, events)):
        return None
    if not second and not _behind_between(doc, index, events):
        return None
    if word.text in _NO_SIDES:
        return None
    last = index + 1
    while last < len(words) and last - index <= NAME_WORDS and words[last].gap != BREAK and last not in barred and last not in stops:
        text = words[last].text
        if text in STOP or (text.startswith("و") and (len(text) > 3 or text == "وال")) or text.startswith("لل") or not text[0].isalpha():
            break
        last += 1
    start = word.start + bool(second)
    head = Match(index, last, start, words[last - 1].end, _SIDE, UNINFLECTED)
    label = doc.raw[slice(*doc.folded.to_raw(start, head.end))]
    return PartyFind(index, last, start, head.end, (head,), "unidentified_armed", label, joiner="و" if second else "")


def _behind_between(doc: Doc, index: int, events: dict[int, Match]) -> bool:
    """Whether «بين» stands right before a word, and a fight not far before it in its sentence."""
    if index == 0 or doc.words[index - 1].text not in ("بين", "وبين"):
        return False
    near = (events[i] for i in range(max(1, index - _REACH), index) if i in events)
    return any(m.entry.meaning("frame") == "clash" and doc.words[m.first].sentence == doc.words[index].sentence for m in near)


def _takes_person(doc: Doc, event: Match | None, index: int) -> bool:
    if event is None or event.entry.meaning("type") not in _VICTIM_TYPES or event.entry.pos != "verb":
        return False
    return not any(doc.words[i].gap == BREAK for i in range(event.last, index + 1))

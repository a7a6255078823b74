"""Who is quoted, who claims, who accuses, who denies: the acts of speech of each sentence, and how far each reaches."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning
from sijill.reading.annotate import Annotated, within
from sijill.reading.name_ends import THAT, opens, outlet
from sijill.reading.saying import BACK, Saying, Speaker
from sijill.reading.voices import he, inner, of_verb, speaker_of
from sijill.reading.wording import ADDRESSED, Wording, behind_addressee, wording
from sijill.text import BREAK, Sentence

LEAD = 3  # sentences, the title among them, over which the source of the lead can reach
OWNING = 9  # words between who announces and "responsibility"
_RESPONSIBLE = frozenset("مسووليته مسووليتها مسووليتهم مسووليه".split())
_BARE_SOURCES = frozenset("اليوم امس قوله قولها قولهم تعبيره تعبيرها وصفه وصفها".split())
_ACTS = frozenset({"say", "report", "confirm", "accuse", "claim", "deny"})
_ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا نقلا حسبما وفقما استنادا لسان".split())


def speakers(a: Annotated) -> list[Speaker]:
    """All speakers in the order of the text; one that a later sentence only continues is not repeated."""
    out: list[Speaker] = []
    for saying in sayings(a):
        out += [s for s in saying.speakers if s not in out]
    return out


def sayings(a: Annotated) -> list[Saying]:
    """All acts of speech in the order of the text."""
    out: list[Saying] = []
    for sentence in a.doc.sentences:
        if sentence.kind == "link":
            continue
        here = _of_sentence(a, sentence, out)
        if out and (not here or here[0].first > sentence.first + 3):
            going_on = _going_on(a, sentence, out, here[0].first if here else sentence.last)
            if going_on is not None:
                here.insert(0, going_on)
        out += here
    return _bridged(a, _of_the_lead(a, out))


def _bridged(a: Annotated, said: list[Saying]) -> list[Saying]:
    """«قال X إن …. وقتل اثنان في …. وأضاف أن …»: what stands between a speaker's words and "he added" is told by him."""
    out: list[Saying] = []
    last: Saying | None = None
    for saying in said:
        if last is not None and saying.sentence - last.sentence == 2 and _goes_on(a, last, saying):
            between = a.doc.sentences[saying.sentence - 1]
            if between.kind not in ("title", "link"):
                out.append(Saying("say", last.speakers, between.first, between.last, between.index, None, last.opinion))
        out.append(saying)
        last = saying
    return out


def _goes_on(a: Annotated, one: Saying, two: Saying) -> bool:
    """Whether the second act opens its sentence and adds to the first: its speaker is only "he", or "the statement"."""
    if (
        two.verb is None
        or two.verb.first > a.doc.sentences[two.sentence].first
        or one.act not in ("say", "confirm", "report")
        or _was_back(one)
    ):
        return False
    if a.doc.words[two.verb.first].rests.isdisjoint(_ADDS):
        return False
    return two.speakers == one.speakers[-1:] or two.speakers == one.speakers or a.doc.words[two.speakers[0].first].text in _AGAIN


_ADDS = frozenset("اضاف اضافت اضافوا تابع تابعت اردف اردفت استطرد مضي".split())
_AGAIN = frozenset("البيان المصدر المصادر المتحدث المسوول التقرير الناطق".split())


def _of_the_lead(a: Annotated, said: list[Saying]) -> list[Saying]:
    """«…، وفق ما أوردته الوكالة» at the end of the lead speaks for all of the lead."""
    out: list[Saying] = []
    done = 0
    for saying in said:
        sentence = a.doc.sentences[saying.sentence]
        back = saying.sentence <= LEAD and saying.first == sentence.first and _was_back(saying)
        if back and _ends(a, sentence, max([s.last for s in saying.speakers])):
            first = a.doc.sentences[done].first if done < len(a.doc.sentences) else saying.first
            saying = replace(saying, first=min(first, saying.first))
        done = saying.sentence + 1
        out.append(saying)
    return out


def _ends(a: Annotated, sentence: Sentence, last: int) -> bool:
    """Whether a source closes its sentence, but for whom it spoke to («لمراسل الإذاعة في …»)."""
    if last >= sentence.last - 4:
        return True
    plain = all(a.doc.words[i].gap != BREAK for i in range(last, sentence.last))
    return plain and sentence.last - last <= 8 and a.doc.words[last].text.startswith("ل")


def _of_sentence(a: Annotated, sentence: Sentence, before: list[Saying]) -> list[Saying]:
    raw: list[tuple[Match | None, str, tuple[Speaker, ...], bool, int]] = []  # verb, act, speakers, reaches back, opening word
    headed = _heading(a, sentence)
    if headed is not None:
        raw.append((None, "say", (headed,), False, headed.first))
    taken = sentence.first
    for match in within(a.speech, sentence.first, sentence.last):
        if match.first < taken:
            continue
        act = match.entry.act
        if match.entry.meaning("hedge") == "according_to" and not a.doc.words[match.first].rests.isdisjoint(_ACCORDING):
            found, back = _according(a, sentence, match, before)
            if found:
                last = raw[-1] if raw else None
                if last is not None and last[2] and match.first - max([s.last for s in last[2]]) in (0, 1) and last[0] is not None:
                    raw[-1] = (last[0], last[1], (*last[2], *found), last[3], last[4])  # «ذكر الموقع نقلا عن مصدر»: both speak
                else:
                    raw.append((match, "report", found, back, match.first))
                taken = max([s.last for s in found])
        elif act in _ACTS and (
            match.form.tense or (match.entry.pos == "phrase" and (act not in ("say", "report", "confirm") or inner(a, match)))
        ):
            if (match.form.tense and match.article) or _impersonal(a, match) or _negated(a, match) or _between(a, sentence, match):
                continue
            found, opening = of_verb(a, sentence, match, act)
            if act == "say" and _owning(a, sentence, _behind(match, found)):
                act = "claim"
            if not found and act in ("say", "report", "confirm", "accuse") and match.entry.pos == "verb":
                found = he(a, sentence, match, before, raw)
            if found:
                raw.append((match, act, found, _backward(a, sentence, match, found), opening))
                taken = _behind(match, found)
    return _scoped(a, sentence, raw) if raw else []


def _behind(match: Match, found: tuple[Speaker, ...]) -> int:
    """The word behind a verb of speech and the speakers that stand behind it."""
    last = match.last
    for speaker in found:
        if speaker.first >= match.last and speaker.last > last:
            last = speaker.last
    return last


def _scoped(a: Annotated, sentence: Sentence, raw: list[tuple[Match | None, str, tuple[Speaker, ...], bool, int]]) -> list[Saying]:
    """What each act covers: forward to the next one, or back to the one before it."""
    out: list[Saying] = []
    for number, (match, act, found, back, opening) in enumerate(raw):
        if back:
            first = max([sentence.first, *(s.last for s in out if s.last <= opening and s.verb is not None and _was_back(s))])
            last = max(opening, first)
        else:
            first = max(opening, sentence.first)
            later = [
                o
                for m, act_, f, b, o in raw[number + 1 :]
                if not b and m is not None and f != found and not _inside(a, opening, o) and not _aside(a, act_, m)
            ]
            last = later[0] if later else sentence.last
        opinion = match is not None and bool(match.entry.meaning("opinion"))
        out.append(Saying(act, found, first, last, sentence.index, match, opinion))
    return out


def _aside(a: Annotated, act: str, match: Match) -> bool:
    """«…، تبناه التنظيم، …», «قال المتحدث الذي وصف … إن»: a relative clause does not end what is being told."""
    if match.first == 0:
        return False
    return (act == "claim" and bool(match.form.pronoun)) or a.doc.words[match.first - 1].text in ("الذي", "التي", "الذين")


def _inside(a: Annotated, outer: int, inner: int) -> bool:
    """Whether the second act is told inside the direct speech of the first."""
    start, at = a.doc.words[outer].start, a.doc.words[inner].start
    quotes = a.doc.quotes
    around = quotes[bisect_right(quotes, at, key=lambda q: q.end) : bisect_right(quotes, at, key=lambda q: q.start)]
    return any(start < q.start for q in around)


def _was_back(saying: Saying) -> bool:
    return saying.verb is not None and saying.last <= saying.verb.first


def _heading(a: Annotated, sentence: Sentence) -> Speaker | None:
    """«مصدر أمني: …» in a title."""
    if sentence.kind != "title":
        return None
    words = a.doc.words
    for index in range(sentence.first + 1, min(sentence.first + 9, sentence.last)):
        if words[index].gap == BREAK:
            if ":" not in a.doc.between(index - 1, index):
                return None
            named = wording(a, sentence.first, index) if not beginning(a.places, sentence.first) else None
            if named is None or named.last != index or not _outspoken(a, named):
                return None
            return speaker_of(sentence, named, "say", "title: who speaks")
    return None


def _outspoken(a: Annotated, named: Wording) -> bool:
    """Whether a name before a colon is that of a speaker rather than of what the title is about."""
    if any(m.entry.meaning("source") for m in beginning(a.speech, named.first)):
        return True
    return named.party is not None and named.party.head.entry.role in ("agency", "media", "monitor", "office", "mission")


def _impersonal(a: Annotated, match: Match) -> bool:
    """«يذكر أن», «يشار إلى»: nobody speaks."""
    if match.form.tense != "present" or match.last >= len(a.doc.words):
        return False
    word = a.doc.words[match.first].text
    return word.lstrip("و").startswith("ي") and a.doc.words[match.last].text in ("ان", "الي", "انه", "انها", "بان")


def _negated(a: Annotated, match: Match) -> bool:
    return match.first > 0 and a.doc.words[match.first - 1].text.lstrip("وف") in ("لم", "لن", "لا", "دون", "عدم")


def _between(a: Annotated, sentence: Sentence, match: Match) -> bool:
    """«بينهم», «بين»: the preposition, not the verb; and the statement «that X issued»."""
    word = a.doc.words[match.first].text.lstrip("و")
    if word.startswith("بين"):
        return bool(match.form.pronoun) or (word == "بين" and match.first > sentence.first)
    if match.entry.pos == "phrase" and word.startswith(("متهم", "المتهم", "بتهمه", "منسوب")):
        return True
    if match.entry.pos == "phrase" and a.doc.words[match.last - 1].text == "الي" and word.startswith("نسب"):
        return True  # «نسبت إلى التنظيم»: who is blamed, not who speaks
    if word in ("تابع", "تابعا", "تابعه", "تابعين") and match.last < sentence.last and not outlet(a, match.last):
        return a.doc.words[match.last].text.startswith("ل") and not match.joiner  # «رتل تابع للجيش»
    return bool(match.form.pronoun) and word.startswith(("اصدر", "نشر", "وثق", "بث"))


def _owning(a: Annotated, sentence: Sentence, at: int) -> bool:
    """«أعلن التنظيم … مسؤوليته عن»: the announcement is a claim."""
    words = a.doc.words
    for index in range(at, min(at + OWNING, sentence.last)):
        if words[index].text in THAT:
            return False
        if not words[index].rests.isdisjoint(_RESPONSIBLE):
            return any(
                words[i].text in ("عن", "عنه", "عنها", "عنهما", "عنهم", "علي") for i in range(index + 1, min(index + 4, sentence.last))
            )
    return False


def _backward(a: Annotated, sentence: Sentence, match: Match, found: tuple[Speaker, ...]) -> bool:
    """«…، كما ذكرت الوكالة»: whether what is told stands before the verb."""
    words = a.doc.words
    last = _behind(match, found)
    if match.first > sentence.first + 2 and _over(a, sentence, last):
        return True
    if match.first <= sentence.first + 1 or words[match.first - 1].text != "كما":
        return False
    return words[last].gap == BREAK and ":" not in a.doc.between(last - 1, last)


def _over(a: Annotated, sentence: Sentence, index: int) -> bool:
    """Whether a sentence says nothing more but when, or to whom, somebody spoke: «… قال رئيس البلدية لوكالة الأنباء الجمعة»."""
    if index < sentence.last and sentence.last - index <= ADDRESSED and outlet(a, index):
        return not any(a.doc.words[i].gap == BREAK or a.doc.words[i].text in THAT for i in range(index + 1, sentence.last))
    while times := beginning(a.times, index):
        index = times[0].last
    return index >= sentence.last


def _according(a: Annotated, sentence: Sentence, match: Match, before: list[Saying]) -> tuple[tuple[Speaker, ...], bool]:
    """«بحسب», «وفق ما ذكره», «نقلا عن»: the wording behind, and whether it speaks for what stands before it."""
    words = a.doc.words
    at = match.last
    said = words[match.last - 1].text == "لسان"
    while at < sentence.last and at - match.last < 4:
        if words[at].text in ("عن", "ل", "لما", "ما", "الي", "علي", "به", "فيه"):
            at += 1
        elif any(m.form.tense and m.entry.act for m in beginning(a.speech, at)):
            at += 1
            said = True
        elif words[at - 1].text in ("لما", "ما") and at + 1 < sentence.last and opens(a, at + 1) and not opens(a, at):
            at += 1  # «وفق ما رصده ناشطون»: a verb that no entry holds
            said = True
        else:
            break
    if at >= sentence.last or words[at].text in _BARE_SOURCES:
        return (), False
    if words[at].text == "حصيله":  # «وفق حصيلة جديدة أعدتها الوكالة»: who counted
        at = next((i + 1 for i in range(at + 1, min(at + 4, sentence.last - 1)) if words[i].text.endswith("ها") and opens(a, i + 1)), at)
    if at > match.last and words[at].text.startswith("ل") and outlet(a, at):  # «وفق ما ذكرته للوكالة مصادر أمنية»
        at = behind_addressee(a, at, sentence.last) or at
    named = wording(a, at, sentence.last, said=True, figures=True)
    if named is None or (not named.known and not said and not _heard(a, named, before)):
        return (), False
    found = [speaker_of(sentence, named, "report", match.entry.id)]
    via = named.last + (named.last < sentence.last and words[named.last].text == "نقلا")  # «نقله الموقع نقلا عن مصدر»
    if said and via < sentence.last and words[via].text == "عن":
        deeper = wording(a, via + 1, sentence.last, said=True)
        if deeper is not None:
            found.append(speaker_of(sentence, deeper, "report", match.entry.id))
    last = found[-1].last
    leads = match.first <= sentence.first + 2 or bool(match.joiner) or words[match.first - 1].text in ("انه", "ان")
    goes_on = last < sentence.last and (words[last].gap == BREAK or words[last].text.startswith("ف") or words[last].text in THAT)
    direct = "نقلا" in words[match.first].rests and last < sentence.last and (words[last].text in THAT or words[match.first].gap != BREAK)
    if last < sentence.last and (words[last].text in THAT or match.first == sentence.first):
        direct = True
    return tuple(found), not ((leads and goes_on) or direct)


def _heard(a: Annotated, named: Wording, before: list[Saying]) -> bool:
    """Whether a bare name was heard as a speaker's before: «وبحسب» and a family name."""
    names = {a.doc.words[i].text for s in before for p in s.speakers for i in range(p.first, p.last)}
    return named.last - named.first <= 3 and any(a.doc.words[i].text in names for i in range(named.first, named.last))


def _going_on(a: Annotated, sentence: Sentence, before: list[Saying], until: int) -> Saying | None:
    """A sentence inside an open quotation, or one that «كما» joins to a sentence told by a source."""
    last = before[-1] if before else None
    if last is None or not last.speakers or last.act not in ("say", "report", "confirm") or sentence.last - sentence.first < 2:
        return None
    gap = sentence.index - last.sentence
    opened = False
    if last.verb is not None and sentence.index - a.sentence(last.verb.first).index <= BACK:
        start, told = a.doc.words[last.verb.first].start, a.doc.sentences[a.sentence(last.verb.first).index]
        opened = all(  # a mark that a later sentence opens is not the speaker's
            a.doc.folded.text[start:end].count('"') % 2 for end in (sentence.start, a.doc.sentences[told.index + 1].start)
        )
    likewise = gap == 1 and a.doc.words[sentence.first].text in ("كما", "وكما") and not _was_back(last)
    if not (opened or likewise):
        return None
    return Saying(
        last.act, last.speakers, sentence.first, max(until, sentence.first), sentence.index, last.verb if opened else None, last.opinion
    )

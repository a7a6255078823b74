"""Who speaks with a verb of saying: behind it, before it, or the speaker before."""

from __future__ import annotations

from dataclasses import replace

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering
from sijill.reading.able import feminine, is_state_name
from sijill.reading.annotate import Annotated, within
from sijill.reading.name_ends import THAT, opens
from sijill.reading.saying import BACK, Saying, Speaker
from sijill.reading.wording import APPOSED, Wording, wording
from sijill.text import BREAK, Sentence, analyses

SUBJECT = 18  # words between the beginning of a clause and its verb of saying
RELATED = 6  # words of a source before "which"
OPENING = 6  # words of a sentence within which its subject begins
NAMED = 12  # words between «أما» and the verb of whom it names
_INNER = frozenset("ناشطون نشطاء مصادر مصدر مراسلنا الوكاله الصحيفه بيان البيان بلاغ تقرير مواقع مراسل سكان شهود".split())
_OPENERS = frozenset("ان بان كان كانت كانوا لكن غير بينما فيما حين الا وكان وكانت وكانوا ولكن وفيما وبينما سبق".split())
_RELATIVE = frozenset("الذي التي الذين".split())


def _opening() -> frozenset[str]:
    """Every way of writing such a word with joined particles («ولكن», «فإن»)."""
    written = [joiner + particle + word for joiner in ("", "و", "ف") for particle in ("", "ب", "ك", "ل") for word in _OPENERS]
    return frozenset(t for t in written if any(r.rest in _OPENERS and not r.article and "س" not in r.particle for r in analyses(t))) - {
        "غيره"
    }


_OPENING = _opening()


def speaker_of(sentence: Sentence, named: Wording, act: str, entry: str) -> Speaker:
    """The speaker whom a wording names."""
    return Speaker(named.first, named.last, act, sentence.index, named.party, entry)


def inner(a: Annotated, match: Match) -> bool:
    """A phrase that ends in who speaks: «أفاد ناشطون»."""
    return a.doc.words[match.last - 1].text in _INNER


def of_verb(a: Annotated, sentence: Sentence, match: Match, act: str) -> tuple[tuple[Speaker, ...], int]:
    """Who speaks with this verb, behind it or before it; and where the clause begins."""
    start = match.last - 1 if match.entry.pos == "phrase" and inner(a, match) else match.last
    if act == "report" and (teller := _learnt_from(a, sentence, start)) is not None:
        return (speaker_of(sentence, teller, act, match.entry.id),), match.first
    subject_first = act in ("say", "report", "confirm", "accuse", "deny")
    named = wording(
        a, start, sentence.last, said=subject_first and match.entry.pos == "verb" and not match.form.pronoun, transitive=act == "accuse"
    )
    if named is not None and act == "accuse" and _is_accused(a, match, named):
        named = None
    if named is not None and act in ("say", "confirm", "accuse", "deny") and not named.that:
        front = _in_front(a, sentence, match)
        if front is not None and not _verb_first(a, sentence, match):
            return (speaker_of(sentence, front, act, match.entry.id),), front.first
    if named is None:
        front = _in_front(a, sentence, match)
        return ((speaker_of(sentence, front, act, match.entry.id),), front.first) if front else ((), match.first)
    found = [speaker_of(sentence, named, act, match.entry.id)]
    if act == "report" and named.last < sentence.last:
        last = named.last
        while last < min(named.last + 3, sentence.last) and a.doc.words[last].text != "عن":
            last += 1
        if last < sentence.last and a.doc.words[last].text == "عن":
            deeper = wording(a, last + 1, sentence.last, said=True)
            if deeper is not None:
                found.append(speaker_of(sentence, deeper, act, match.entry.id))
    return tuple(found), match.first


def _is_accused(a: Annotated, match: Match, named: Wording) -> bool:
    """«واتهم قوات الأمن بـ», «تتهم الحوثيين بـ»: number, case and gender show that the noun behind the verb is its object."""
    if match.form.tense not in ("past", "present") or match.entry.pos != "verb":
        return False
    word, verb = a.doc.words[named.first], a.doc.words[match.last - 1].text
    if word.text.endswith("ين") and word.text.startswith("ال"):
        return True
    feminine = a.doc.words_evidence(named.first, named.first + 1).quote.endswith(("ة", "ات")) or word.text == "قوات"
    masculine = match.form.tense == "past" and match.form.number != "plural" and not verb.endswith("ت")
    return masculine and feminine and named.known


def _learnt_from(a: Annotated, sentence: Sentence, start: int) -> Wording | None:
    """«علمت الصحيفة من مصدر أمني أن …»: the paper heard it, the source speaks."""
    for index in range(start, min(start + APPOSED, sentence.last - 1)):
        if a.doc.words[index].text in ("من", "لدي") and a.doc.words[index + 1].text in ("مصدر", "مصادر", "مصدرها", "مصادرها", "مصادره"):
            return wording(a, index + 1, sentence.last, said=True)
    return None


def _verb_first(a: Annotated, sentence: Sentence, match: Match) -> bool:
    if match.first == sentence.first or bool(match.joiner) or a.doc.words[match.first].gap == BREAK:
        return True
    return a.doc.words[match.first - 1].text in ("كما", "ما", "حيث", "فيما", "بينما", "حسبما", "اذ", "حين")


def _in_front(a: Annotated, sentence: Sentence, match: Match) -> Wording | None:
    """«وكان مصدر أمني قد أعلن», «لكن الوزارة قالت»: the subject before its verb."""
    words = a.doc.words
    if match.joiner == "ف" and (topic := _topic(a, sentence, match)) is not None:
        return topic
    if match.joiner:
        return None
    if match.first - sentence.first > 2 and words[match.first - 1].text in _RELATIVE:
        return _related(a, sentence, match)
    for index in range(match.first - 1, max(sentence.first, match.first - SUBJECT) - 1, -1):
        text = words[index].text
        opener = text in _OPENING
        if opener or index == sentence.first:
            start = index + 1 if opener else index
            if text == "سبق" or start >= match.first:
                return None
            if not opener and text.startswith("و") and len(text) > 4 and not opens(a, start):
                return None  # «ونظم الحراك وقفة قال إنها …»: a verb opens the sentence, no subject
            if _prepositional(words[start].text) or (not opener and covering(a.places, start) and not _state_says(a, start, match)):
                return None
            named = _subject(a, start, match.first)
            if named is None:
                return None
            between = range(named.last, match.first)
            plain = (text in THAT and (match.first - named.last > 1 or named.last - named.first > 4)) or named.last - named.first > 8
            verbs = plain or [
                i
                for i in between
                if any(m.form.tense in ("past", "present") and m.entry.pos == "verb" for m in within(a.triggers, i, i + 1))
            ]
            if verbs and (text in THAT or not any(words[i].text in _RELATIVE for i in between)):
                return None
            return named
    return None


def _prepositional(word: str) -> bool:
    """«ورغم امتناع المتحدث», «الحصيلة الأولية أشارت»: no speaker begins with a preposition or is a figure."""
    return any((r.rest in PREPOSITIONS and not r.article) or r.rest == "حصيله" for r in analyses(word))


def _state_says(a: Annotated, index: int, match: Match) -> bool:
    """«اليمن يتهم الجماعة بقصف», «إيران تعلن مقتل»: a country's name right before a verb that agrees is who speaks."""
    if match.form.tense != "present" or match.first != index + 1 or a.doc.words[match.first].gap == BREAK:
        return False
    return any(p.last == match.first and is_state_name(p) and not p.particle for p in beginning(a.parties, index))


def _related(a: Annotated, sentence: Sentence, match: Match) -> Wording | None:
    """«المنظمة التي قالت إن …»: the noun that "which" stands behind speaks, where it is a source."""
    if match.form.pronoun:
        return None  # «القوات التي وصفها»: the noun is what he spoke of
    end = match.first - 1
    for index in range(max(sentence.first, end - RELATED), end):
        named = wording(a, index, end)
        if named is not None and named.last == end and opens(a, index):
            return named
    return None


def _topic(a: Annotated, sentence: Sentence, match: Match) -> Wording | None:
    """«أما الجيش فقال إن …»: who is set against the speaker before."""
    for index in range(max(sentence.first, match.first - NAMED), match.first - 1):
        if a.doc.words[index].text in ("اما", "واما"):
            named = wording(a, index + 1, match.first, said=True)
            return named if named is not None and match.first - named.last <= APPOSED else None
    return None


def _subject(a: Annotated, at: int, end: int) -> Wording | None:
    """A source that stands before its verb: where a party opens it, the party's own end is the surest."""
    named = wording(a, at, end)
    if named is not None and named.party is not None and named.party.first == named.first and named.party.head.entry.room == "actors":
        return replace(named, last=min(named.last, named.party.last))
    if named is None:  # «إن "التنظيم تبنى …"»: the words that are quoted begin with their subject
        group = next((p for p in beginning(a.parties, at) if p.named and p.last == end and not p.particle), None)
        return Wording(at, end, group, True, False) if group is not None else None
    return named


def he(
    a: Annotated,
    sentence: Sentence,
    match: Match,
    before: list[Saying],
    raw: list[tuple[Match | None, str, tuple[Speaker, ...], bool, int]],
) -> tuple[Speaker, ...]:
    """«وأضاف أن …», «حيث ذكرت أن …»: the speaker before, or the subject of the sentence."""
    follows = a.doc.words[match.last].text if match.last < sentence.last else ""
    gap = a.doc.words[match.last].gap if match.last < sentence.last else BREAK
    if not (
        follows in THAT
        or match.entry.act == "accuse"
        or follows in ("الي", "في", "علي", "عن", "خلال", "قايلا", "دون", "ايضا")
        or gap != 0
        or follows.startswith("ب")
        or _told(a, match.last)
    ):
        return ()
    if raw and raw[-1][2]:
        return raw[-1][2]
    doer = _doer(a, sentence, match)
    if doer is not None:
        return (speaker_of(sentence, doer, match.entry.act, match.entry.id),)
    if match.first > sentence.first + 1 and a.doc.words[match.first - 1].text in ("حيث", "اذ"):
        for index in range(sentence.first, min(sentence.first + 4, match.first)):
            subject = _subject(a, index, match.first)
            if subject is not None:
                return (speaker_of(sentence, subject, match.entry.act, match.entry.id),)
    ahead = _foreshadowed(a, sentence, match)
    if ahead is not None:
        return (speaker_of(sentence, ahead, match.entry.act, match.entry.id),)
    last = next((s for s in reversed(before) if s.speakers and s.act != "claim"), None)
    if last is None or sentence.index - last.sentence > BACK:
        return ()
    return last.speakers[-1:] if last.act == "report" and len(last.speakers) > 1 else last.speakers


def _doer(a: Annotated, sentence: Sentence, match: Match) -> Wording | None:
    """«قصف الجيش البلدة وقال إنه …», «شنت الشرطة حملة وأعلنت اعتقال …»: two verbs joined by waw share their subject."""
    if match.joiner != "و" or match.form.number != "sing" or match.first - sentence.first < 3:
        return None
    for party in within(a.parties, sentence.first, min(sentence.first + OPENING, match.first)):
        if party.particle or party.kind in _SILENT or a.doc.words[party.first - 1].text in PREPOSITIONS:
            return None
        verbs = [t for t in within(a.triggers, max(sentence.first, party.first - 2), party.first) if t.last == party.first]
        if any(t.entry.frame in _SUFFERED for t in verbs):
            return None
        fits = match.form.tense != "past" or a.doc.words[match.last - 1].text.endswith("ت") == feminine(a, party)
        if not fits or not (party.head.entry.room == "actors" or opens(a, party.first)):
            return None
        named = _subject(a, party.first, match.first)
        return named if named is not None and named.known else None
    return None


_SILENT = frozenset({"civilians", "protesters", "infrastructure", "unidentified_armed"})
_SUFFERED = frozenset({"victim_verb", "kill_verb", "victim_noun", "weapon_noun"})


_SUBORDINATE = frozenset("فيما وفيما بينما وبينما حين رغم ورغم برغم وبرغم اذ واذ بعدما عندما لدي ولدي".split())


def _foreshadowed(a: Annotated, sentence: Sentence, match: Match) -> Wording | None:
    """«وفيما لم يكشف الناطق عن السبب، أشار إلى أن …»: the clause that leads up to a verb without subject names who speaks."""
    words = a.doc.words
    leads = {words[i].text for i in range(sentence.first, min(sentence.first + 2, match.first))}
    if not leads & _SUBORDINATE or words[match.first].gap != BREAK:
        return None
    for index in range(sentence.first + 1, min(sentence.first + 5, match.first)):
        source = (
            any(m.entry.meaning("source") for m in within(a.speech, index, index + 1)) or words[index].text.removeprefix("ال") in _VOICES
        )
        named = wording(a, index, match.first) if source else None
        if named is not None:
            return named
    return None


_VOICES = frozenset("ناطق متحدث مصدر مصادر مسوول".split())


def _told(a: Annotated, index: int) -> bool:
    return any(m.entry.pos != "verb" for m in within(a.triggers, index, index + 1))

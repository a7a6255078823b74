"""Finding named places: gazetteer names with the words before them, and place nouns with a name that no gazetteer holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sijill.extract.closed import STOP
from sijill.extract.lookup import Match, reach
from sijill.knowledge.gazetteer import Gazetteer
from sijill.knowledge.lexicon import without_article
from sijill.text import BREAK, CLOSE, Doc, analyses

LOCATIVE = frozenset({"في", "ب", "قرب", "داخل", "خارج", "قباله"})
TOWARDS = frozenset({"الي", "ل", "علي", "نحو", "صوب", "باتجاه"})
FROM = frozenset({"من", "عن"})


@dataclass(frozen=True, slots=True)
class PlaceFind:
    """A place named in the text, not yet settled among namesakes.

    Words [first, last) are the name; [begin, last) takes in the noun and direction before it.
    `rows` are indexes into the gazetteer; () for a name that it does not hold.
    """

    begin: int
    first: int
    last: int
    start: int
    end: int
    rows: tuple[int, ...]
    noun: str = ""
    beside: str = ""
    preposition: str = ""
    article: bool = False
    weak: bool = False
    common: bool = False
    listed: bool = False  # after a plural place noun, or joined to such a name: «قرى أ وب وج»

    @property
    def locative(self) -> bool:
        """Introduced by "in", "at", "near" or a direction."""
        return self.preposition in LOCATIVE or bool(self.beside)


def find_place_names(
    doc: Doc, gazetteer: Gazetteer, matches: Sequence[Match]
) -> tuple[list[PlaceFind], list[tuple[PlaceFind, str]]]:
    """Named places in order, and what was found and not used, with the reason."""
    nouns = {m.last: m for m in matches if m.entry.room == "places"}
    covered = _covered(matches)
    kept: list[PlaceFind] = []
    lost: list[tuple[PlaceFind, str]] = []
    behind = 0
    for find in _candidates(doc, gazetteer, nouns):
        if find.first < behind:
            continue
        reason = _reason(doc, find, covered, gazetteer, kept)
        if reason:
            lost.append((find, reason))
            continue
        kept.append(find)
        behind = find.last
        while find.listed:
            find_ = _next_in_list(doc, find, gazetteer, covered)
            if find_ is None:
                break
            kept.append(find_)
            find, behind = find_, find_.last
    return kept, lost


def _next_in_list(doc: Doc, find: PlaceFind, gazetteer: Gazetteer, covered: dict[int, Match]) -> PlaceFind | None:
    """The name that waw (or a comma) joins to a list of places, whether the gazetteer holds it or not."""
    index = find.last
    if index >= len(doc.words) or doc.words[index].sentence != doc.words[find.first].sentence:
        return None
    word = doc.words[index]
    between = doc.between(index - 1, index).strip()
    if word.text == "و" and not between and index + 1 < len(doc.words):
        index, offset, word = index + 1, 0, doc.words[index + 1]
    elif word.text.startswith("و") and len(word.text) >= 3 and between in ("", "،", '"'):
        offset = 1
    elif between == "،" and not word.text.startswith(("و", "ب", "ل", "ف")):
        offset = 0
    else:
        return None
    name = word.text[offset:]
    over = covered.get(index)
    if over is not None and over.entry.room != "weapons" and not _known(doc, index, name, gazetteer):
        return None
    if name in STOP or not name[0].isalpha() or (over is not None and over.form.tense in ("past", "present")):
        return None
    best = 0
    rows: tuple[int, ...] = ()
    for form in gazetteer.forms.get(without_article(name), ()):
        last = reach(doc.words, index, form.rest)
        if last > best and (not form.article or name.startswith("ال")):
            best, rows = last, form.rows
    if not best:
        best = index + 1
        if name in _COMPOUND and best < len(doc.words) and doc.words[best].gap == CLOSE:
            best += 1
        if between == "،" and offset == 0:
            return None  # behind a comma only a name that is known goes on with the list
    return PlaceFind(
        index, index, best, word.start + offset, doc.words[best - 1].end, rows, find.noun, "", find.preposition, listed=True
    )


def _known(doc: Doc, index: int, name: str, gazetteer: Gazetteer) -> bool:
    return any(reach(doc.words, index, f.rest) for f in gazetteer.forms.get(without_article(name), ()))


def _covered(matches: Sequence[Match]) -> dict[int, Match]:
    """Word → the longest name, organ or phrase of another room over it."""
    over: dict[int, Match] = {}
    for match in matches:
        if match.entry.room in ("places", "cues"):
            continue
        for i in range(match.first, match.last):
            if i not in over or over[i].last - over[i].first < match.last - match.first:
                over[i] = match
    return over


def _candidates(doc: Doc, gazetteer: Gazetteer, nouns: dict[int, Match]) -> list[PlaceFind]:
    found: list[PlaceFind] = []
    for word in doc.words:
        if not word.text[0].isalpha():
            continue
        best: PlaceFind | None = None
        for reading in analyses(word.text):
            if reading.particle == "س":
                continue
            shelf = gazetteer.forms.get(reading.rest)
            if shelf is None:
                continue
            for form in shelf:
                if form.article and not reading.article:
                    continue
                last = reach(doc.words, word.index, form.rest)
                if not last or (best and (last - best.first, -reading.offset) <= (best.last - best.first, best.start - word.start)):
                    continue
                article = reading.article
                start = word.start + reading.offset - (2 if article and reading.particle != "ل" else 0)
                rows = tuple(form.rows)
                best = PlaceFind(
                    word.index, word.index, last, start, doc.words[last - 1].end, rows,
                    preposition=reading.particle, article=article and not form.article,
                    weak=all(gazetteer.rows[r].weak for r in rows), common=form.common,
                )  # fmt: skip
            if best and best.last - best.first >= 1 and not reading.joiner and not reading.particle:
                break
        if best is None:
            noun = nouns.get(word.index)
            if noun is not None and noun.entry.meaning("noun") and word.gap == CLOSE:
                best = _unknown(doc, noun)
            elif word.index > 1 and doc.words[word.index - 1].text == "من" and doc.words[word.index - 2].text == "كل" and len(word.text) > 3:
                best = PlaceFind(word.index, word.index, word.index + 1, word.start, word.end, (), "village", listed=True)
        if best is not None:
            found.append(_with_words_before(doc, best, nouns))
    return found


_UNKNOWN_NOUNS = frozenset({"village", "town", "quarter", "district", "camp", "crossing", "road", "mountain", "base"})


def _unknown(doc: Doc, noun: Match) -> PlaceFind | None:
    """A name that no gazetteer holds, told by the noun before it ("the village of X"): one word, or two with ابو/ام/تل …"""
    if noun.entry.meaning("noun") not in _UNKNOWN_NOUNS or doc.words[min(noun.last, len(doc.words) - 1)].text in STOP or noun.last >= len(doc.words) or noun.article:
        return None
    word = doc.words[noun.last]
    last = word.index + 1
    if not word.text[0].isalpha() or len(word.text) < 3:
        return None
    if word.text in _COMPOUND and last < len(doc.words) and doc.words[last].gap == CLOSE:
        last += 1
    return PlaceFind(word.index, word.index, last, word.start, doc.words[last - 1].end, ())


_COMPOUND = frozenset("ابو ابي ابا ام تل بني بيت دير عين خان كفر جبل وادي باب شيخ راس جسر مشروع".split())


def _each_of(doc: Doc, index: int) -> bool:
    return index > 1 and doc.words[index - 1].text == "من" and doc.words[index - 2].text in ("كل", "كلا", "كلا")


def _with_words_before(doc: Doc, find: PlaceFind, nouns: dict[int, Match]) -> PlaceFind:
    """Take in the noun, direction and preposition before a name."""
    begin, noun, beside, preposition, listed = find.first, "", "", find.preposition, find.listed or _each_of(doc, find.first)
    while (before := nouns.get(begin)) is not None and doc.words[begin].gap != BREAK and (begin == find.first or not preposition):
        if before.entry.meaning("noun"):
            noun = noun or before.entry.meaning("noun")
            listed = listed or before.form.number != "sing"
        else:
            beside = beside or before.entry.meaning("beside")
        begin, preposition = before.first, before.particle
    if not preposition and begin > 0 and doc.words[begin].gap != BREAK:
        previous = doc.words[begin - 1].text
        for reading in analyses(previous):
            if not reading.particle and not reading.article and reading.rest in LOCATIVE | TOWARDS | FROM:
                preposition = reading.rest
                break
    start = doc.words[begin].start if begin < find.first else find.start
    return replace(find, begin=begin, start=start, noun=noun, beside=beside, preposition=preposition, listed=listed)


def _reason(doc: Doc, find: PlaceFind, covered: dict[int, Match], gazetteer: Gazetteer, kept: list[PlaceFind]) -> str:
    """Why a name is not read as a place; "" where it is."""
    over = covered.get(find.first)
    if over is not None:
        longer = over.last - over.first > find.last - find.first
        name = over.entry.room == "actors" and not over.entry.id.startswith("nation.")
        if longer and not find.noun and (name or over.entry.room in ("speech", "nouns", "weapons")):
            return f"inside {over.entry.id}"
        if over.form.tense == "demonym":
            return f"demonym of {over.entry.id}"
        if not longer and name and over.first == find.first and not (find.noun or find.locative) and over.form.strength != "weak":
            return f"the name of {over.entry.id}"
    if find.last - find.first > 1 or find.noun or not find.rows:
        if not find.rows and over is not None:
            return f"an unknown name that is {over.entry.id}"
        return ""
    word = doc.words[find.first].text
    short = len(word) - (find.start - doc.words[find.first].start) <= 2
    supported = find.locative or find.preposition in ("الي", "من") or _after_place(doc, find, kept)
    if find.common and not find.beside and not _before_place(doc, find, gazetteer):
        return "a common word without a place noun or a place that holds it"
    if short and not find.preposition:
        return "a word of two letters without a preposition"
    common = over is not None and over.entry.room in ("nouns", "triggers", "weapons", "speech") and over.first == find.first
    if common and not supported:
        return "a common word"
    if (find.weak or common) and not supported:
        return "a weak name without a place noun or preposition"
    return ""


def _before_place(doc: Doc, find: PlaceFind, gazetteer: Gazetteer) -> bool:
    """Whether the next word, behind a preposition, is a place that holds this one («في الباب بريف حلب»)."""
    if find.preposition not in LOCATIVE or find.last >= len(doc.words) or doc.words[find.last].gap == BREAK:
        return False
    inner = {(gazetteer.rows[r].country, gazetteer.rows[r].admin1) for r in find.rows}
    for index in range(find.last, min(find.last + 3, len(doc.words))):
        for reading in analyses(doc.words[index].text):
            for form in gazetteer.forms.get(reading.rest, ()):
                outer = {(gazetteer.rows[r].country, gazetteer.rows[r].admin1) for r in form.rows}
                if not form.common and (not form.article or reading.article) and reach(doc.words, index, form.rest) and inner & outer:
                    return True
    return False


def _after_place(doc: Doc, find: PlaceFind, kept: list[PlaceFind]) -> bool:
    return bool(kept) and kept[-1].last == find.begin and doc.words[find.begin].gap != BREAK

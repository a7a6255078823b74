"""Finding named places: gazetteer names with the words before them, and place nouns with a name that no gazetteer holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sijill.extract.capitals import capital_at
from sijill.extract.closed import STOP
from sijill.extract.lookup import Match, following, reach
from sijill.extract.place_words import COMPOUND, DESCRIBES, FROM, GIVEN, LOCATIVE, NOT_BEFORE, NOT_SPLIT, NOUN_KINDS, POINTS_BACK, TOWARDS
from sijill.knowledge.gazetteer import Gazetteer, Named, PlaceForm
from sijill.text import BREAK, CLOSE, Analysis, Doc, Word, analyses, without_article

FAR_TOWN = 50_000  # inhabitants below which a town outside the region is not looked for
BY_HAND = "sj:"  # rows that somebody wrote because the news names them
JOINED_TOWN = 30_000  # below: a short name behind a joined particle is more often part of a word («بحوث», «لازال»)
SHORT = 4


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
    far: bool = False
    listed: bool = False  # after a plural place noun, or joined to such a name: «قرى أ وب وج»
    capital: bool = False  # «العاصمة» alone: any capital bears the name, and the rest of the text says which is meant

    @property
    def locative(self) -> bool:
        """Introduced by "in", "at", "near" or a direction."""
        return self.preposition in LOCATIVE or bool(self.beside)


@dataclass(frozen=True, slots=True)
class _Words:
    """The place words of a text: by the word behind them, and by their first word; and the names of other rooms over each word."""

    ending: dict[int, Match]
    opening: dict[int, Match]
    covered: dict[int, Match]


def find_place_names(doc: Doc, gazetteer: Gazetteer, matches: Sequence[Match]) -> tuple[list[PlaceFind], list[tuple[PlaceFind, str]]]:
    """Named places in order, and what was found and not used, with the reason."""
    own = [m for m in matches if m.entry.room == "places"]
    words = _Words({m.last: m for m in own}, {m.first: m for m in reversed(own)}, _covered(matches))
    kept: list[PlaceFind] = []
    lost: list[tuple[PlaceFind, str]] = []
    behind = 0
    candidates = _candidates(doc, gazetteer, words)
    for number, find in enumerate(candidates):
        if find.first < behind or _cut_short(find, candidates, number):
            continue
        reason = _reason(doc, find, words, gazetteer, kept)
        if reason:
            lost.append((find, reason))
            continue
        kept.append(find)
        behind = find.last
        while find.listed:
            find_ = _next_in_list(doc, find, gazetteer, words)
            if find_ is None:
                break
            kept.append(find_)
            find, behind = find_, find_.last
    return kept, lost


def _cut_short(find: PlaceFind, candidates: Sequence[PlaceFind], number: int) -> bool:
    """Whether a known name begins inside this one and reaches further: «مدينة تل | رفعت» is no name beside «تل رفعت»."""
    for other in candidates[number + 1 :]:
        if other.first >= find.last:
            return False
        if other.rows and other.last > find.last:
            return True
    return False


def _next_in_list(doc: Doc, find: PlaceFind, gazetteer: Gazetteer, words: _Words) -> PlaceFind | None:
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
    best, rows = _reached(doc, index, name, gazetteer)
    opening = words.opening.get(index)
    if opening is not None and (best <= index + 1 and (opening.last > index + 1 or name in POINTS_BACK or not name.startswith("ال"))):
        return None  # «وريف», «وشمال», «وأطراف»: a place word, which begins a name of its own
    over = words.covered.get(index)
    if over is not None and over.entry.room != "weapons" and not best:
        return None
    if name in STOP or name in POINTS_BACK or not name[0].isalpha() or (over is not None and over.form.tense in ("past", "present")):
        return None
    if not best or (best == index + 1 and name in COMPOUND):
        best, rows = index + 1, ()
        if name in COMPOUND and best < len(doc.words) and doc.words[best].gap == CLOSE:
            best += 1
        if (between == "،" and offset == 0) or not _may_end(doc, name, best, words):
            return None  # behind a comma only a name that is known goes on with the list
    return PlaceFind(index, index, best, word.start + offset, doc.words[best - 1].end, rows, find.noun, "", find.preposition, listed=True)


def _reached(doc: Doc, index: int, name: str, gazetteer: Gazetteer) -> tuple[int, tuple[int, ...]]:
    """How far the longest gazetteer name reaches that begins with a word (0 where none does), and its rows."""
    best, exact = 0, False
    rows: tuple[int, ...] = ()
    article = name.startswith("ال")
    for form in gazetteer.beginning(without_article(name), following(doc.words, index)):
        last = reach(doc.words, index, form.rest)
        if not last or (form.article and not article):
            continue
        if last > best or (last == best and form.article == article and not exact):
            best, rows, exact = last, form.rows, form.article == article
    return best, rows


def _may_end(doc: Doc, name: str, last: int, words: _Words) -> bool:
    """Whether an unknown word of a list can be a name: no description, and what follows is not its object («وتشكل تهديدا»)."""
    if name in DESCRIBES or name.endswith(("ها", "هم", "هما")):
        return False
    if name.endswith("ت") and not name.endswith("ات") and len(name) >= SHORT:
        return False  # «وقامت»
    if last >= len(doc.words) or doc.words[last].gap == BREAK:
        return True
    follows = doc.words[last].text
    return name[0] not in "تي" or follows[0] in "وب" or follows in STOP or last in words.opening


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


def _candidates(doc: Doc, gazetteer: Gazetteer, words: _Words) -> list[PlaceFind]:
    found: list[PlaceFind] = []
    for word in doc.words:
        if not word.text[0].isalpha():
            continue
        named = gazetteer.named(word.text)
        best = _known(doc, word, named, gazetteer, words) if named else None
        if best is None or (best.last == word.index + 1 and (word.text in COMPOUND or _place_word(words.opening.get(word.index)))):
            noun = words.ending.get(word.index)
            best = _unknown(doc, noun, words) if noun is not None and word.gap == CLOSE else None
        best = best or _capital(doc, words.opening.get(word.index), words, gazetteer)
        if best is not None:
            found.append(_with_words_before(doc, best, words))
    return found


def _known(doc: Doc, word: Word, named: tuple[Named, ...], gazetteer: Gazetteer, words: _Words) -> PlaceFind | None:
    """The longest name of the gazetteer that begins at a word, with as little before it as can be."""
    best: tuple[Analysis, PlaceForm, int] | None = None
    rank: tuple[int, int, bool] = (0, 0, False)
    behind = following(doc.words, word.index)
    for one in named:
        reading = one.reading
        if reading.particle in ("س", "ك") or reading.joiner == "ف" or (reading.offset and word.text in NOT_SPLIT):
            continue
        for form in one.shelf.going_on(behind):
            if form.article and not reading.article:
                continue
            last = reach(doc.words, word.index, form.rest)
            mine = (last, -reading.offset, form.article == reading.article)
            if not last or mine <= rank or (form.rest and _direction(words.opening.get(last - 1))):
                continue  # «الباب شرقي حلب» is not «الباب الشرقي»
            rank = mine
            best = (reading, form, last)
        if best is not None and not reading.joiner and not reading.particle:
            break
    if best is None:
        return None
    reading, form, last = best
    start = word.start + reading.offset - (2 if reading.article and reading.particle != "ل" else 0)
    return PlaceFind(
        word.index, word.index, last, start, doc.words[last - 1].end, form.rows,
        preposition=reading.particle, article=reading.article and not form.article,
        weak=all(gazetteer.rows[r].weak for r in form.rows), common=form.common, far=form.far,
    )  # fmt: skip


def _direction(match: Match | None) -> bool:
    return match is not None and match.entry.meaning("beside") == "direction" and not match.article and not match.particle


def _place_word(match: Match | None) -> bool:
    """«بوسط», «وادي», «محيط»: a place word of one word, and no name."""
    return match is not None and (bool(match.particle) or not match.article)


def _capital(doc: Doc, noun: Match | None, words: _Words, gazetteer: Gazetteer) -> PlaceFind | None:
    if noun is None or noun.entry.id != "place.noun.capital":
        return None
    found = capital_at(doc, noun, words.covered.get(noun.last), gazetteer)
    if found is None:
        return None
    last, rows = found
    end = doc.words[last - 1].end
    return PlaceFind(noun.first, noun.first, last, noun.start, end, rows, preposition=noun.particle, capital=True)


_UNKNOWN_NOUNS = frozenset({"village", "town", "quarter", "area", "district", "camp", "crossing", "road", "mountain", "base"})
# These make a place only with a name that is known.
_NEVER_ALONE = frozenset({"place.noun.capital", "place.noun.circle", "place.noun.side"})
_UNKNOWN_PLURALS = frozenset({"village", "town", "camp"})


def _unknown(doc: Doc, noun: Match, words: _Words) -> PlaceFind | None:
    """A name that no gazetteer holds, told by the noun before it ("the village of X"): one word, or two with ابو, ام, تل."""
    kind = noun.entry.meaning("noun")
    if kind not in _UNKNOWN_NOUNS or noun.entry.id in _NEVER_ALONE or not _takes_name(doc, noun) or noun.last in words.opening:
        return None
    if noun.form.number == "plural" and kind not in _UNKNOWN_PLURALS and not doc.words[noun.last].text.startswith("ال"):
        return None
    word = doc.words[noun.last]
    text = word.text
    follows = _second_word(doc, word.index)
    compound = word.text in COMPOUND and follows
    if not compound and (_no_name(word.text) or not word.text[0].isalpha() or len(word.text) < 3):
        return None
    if text.startswith("لل") or (text.startswith("و") and noun.form.number == "plural") or (kind == "quarter" and text.startswith("ي")):
        return None  # «معسكر للتدريب», «قرى وتعريض», «حي يغلب»
    if kind in ("area", "road", "crossing", "base", "mountain", "camp") and (
        (word.text[0] in "تي" and not word.text.startswith(("تل", "تب"))) or noun.form.number == "plural"
    ):
        return None  # «منطقة تقطنها», «طريق يربط»
    last = word.index + 1
    if compound:
        last += 1
    elif last < len(doc.words) and not _may_end(doc, word.text, last, words):
        return None
    return PlaceFind(word.index, word.index, last, word.start, doc.words[last - 1].end, ())


def _second_word(doc: Doc, index: int) -> bool:
    """Whether the next word can end a name that this one begins («ام السطح», «الشيخ ناصر»)."""
    if index + 1 >= len(doc.words) or doc.words[index + 1].gap != CLOSE:
        return False
    text = doc.words[index + 1].text
    return len(text) > 2 and text[0].isalpha() and text not in STOP and text not in DESCRIBES


def _no_name(text: str) -> bool:
    """A particle, a description, or a word that points back at a place, with or without waw."""
    return any(form in STOP or form in DESCRIBES or form in POINTS_BACK for form in (text, text[1:] if text.startswith("و") else text))


def _takes_name(doc: Doc, noun: Match) -> bool:
    """Whether a place noun can be in construct with a name: no article (but for «العاصمة»), no pronoun, no tanween, no dual nun."""
    if (noun.article and noun.entry.id != "place.noun.capital") or noun.form.pronoun:
        return False
    word = doc.words[noun.last - 1]
    raw = doc.evidence(word.start, word.end).quote
    if "إ" in raw[:3] and word.text.endswith("احياء"):
        return False  # «إحياء الذكرى»
    if any(mark in raw for mark in "\u064b\u064c\u064d") or (noun.form.number == "plural" and word.text.endswith("نا")):
        return False
    return not (noun.form.number == "dual" and word.text.endswith("ن"))


def _with_words_before(doc: Doc, find: PlaceFind, words: _Words) -> PlaceFind:
    """Take in the noun, direction and preposition before a name."""
    begin, start, noun, beside, preposition, listed = find.first, find.start, "", "", find.preposition, False
    while not preposition and (before := words.ending.get(begin)) is not None and doc.words[begin].gap != BREAK:
        if before.entry.meaning("noun"):
            if not _takes_name(doc, before):
                break
            noun = noun or before.entry.meaning("noun")
            listed = listed or before.form.number != "sing"
        elif before.article or before.form.number != "sing":
            break  # «بالريف الشرقي», «جنوبيين»
        else:
            beside = beside or before.entry.meaning("beside")
        begin, start, preposition = before.first, before.start, before.particle
    if not preposition and begin > 0 and doc.words[begin].gap != BREAK:
        previous = doc.words[begin - 1].text
        for reading in analyses(previous):
            if not reading.particle and not reading.article and reading.rest in LOCATIVE | TOWARDS | FROM:
                preposition = reading.rest
                break
    return replace(find, begin=begin, start=start, noun=noun, beside=beside, preposition=preposition, listed=listed)


def _reason(doc: Doc, find: PlaceFind, words: _Words, gazetteer: Gazetteer, kept: list[PlaceFind]) -> str:
    """Why a name is not read as a place; "" where it is."""
    over = words.covered.get(find.first)
    if over is not None:
        longer = over.last - over.first > find.last - find.first
        name = over.entry.room == "actors" and not over.entry.id.startswith("nation.")
        if longer and not find.noun and (name or over.entry.room in ("speech", "nouns", "weapons")):
            return f"inside {over.entry.id}"
        if over.form.tense == "demonym":
            return f"demonym of {over.entry.id}"
        if not longer and name and over.first == find.first and not (find.noun or find.locative) and over.form.strength != "weak":
            return f"the name of {over.entry.id}"
    if not find.rows:
        begins = over is not None and over.last < find.last  # «قرية الشيخ ناصر»: a word that begins a name is no person here
        return f"an unknown name that is {over.entry.id}" if over is not None and not begins else ""
    if find.last - find.first > 1 or find.capital:
        return ""
    return _one_word(doc, find, over, gazetteer, kept)


_SEATS = frozenset({"town"})


def _one_word(doc: Doc, find: PlaceFind, over: Match | None, gazetteer: Gazetteer, kept: list[PlaceFind]) -> str:
    """Why a name of one word is not read as a place."""
    word = doc.words[find.first]
    name = word.text[find.start - word.start :] if find.begin == find.first else word.text
    kinds = NOUN_KINDS.get(find.noun, frozenset()) | (_SEATS if find.noun == "district" else frozenset())
    fits = any(gazetteer.rows[r].kind in kinds for r in find.rows) and not (find.listed and find.noun == "area")
    if find.last < len(doc.words) and doc.words[find.last].text in NOT_BEFORE.get(name, ()):
        return "a set phrase"
    if find.common:
        if name in POINTS_BACK and (not fits or find.noun == "area" or find.listed):
            return "a word that points back at a place"
        held = _before_place(doc, find, gazetteer)
        if not (fits or held or (find.beside == "direction" and name not in POINTS_BACK)):
            return "a common word without a place noun or a place that holds it"
    if find.noun:
        return ""
    people = max(gazetteer.rows[r].population for r in find.rows)
    known = people >= FAR_TOWN or any(gazetteer.rows[r].id.startswith(BY_HAND) for r in find.rows)
    if find.far and not (known and (find.locative or find.preposition in TOWARDS | FROM)):
        return "far from the region"
    length = len(name) - (2 if name.startswith("ال") else 0)
    if length <= 2 and not find.preposition:
        return "a word of two letters without a preposition"
    joined = find.begin == find.first and find.start > word.start and word.text[find.start - word.start - 1] in "بل"
    big = people >= JOINED_TOWN or any(gazetteer.rows[r].kind in ("governorate", "country", "region") for r in find.rows)
    if joined and not big and length <= SHORT and not name.startswith("ال") and not _before_place(doc, find, gazetteer):
        return "a short name that may be part of a word"
    if find.beside:
        return ""
    supported = find.locative or find.preposition in ("الي", "من") or _after_place(doc, find, kept)
    common = over is not None and over.entry.room in ("nouns", "triggers", "weapons", "speech") and over.first == find.first
    if common and not supported:
        return "a common word"
    if (find.weak or common) and not supported:
        return "a weak name without a place noun or preposition"
    if "\u064b" in doc.evidence(word.start, word.end).quote:
        return "a word with tanween"
    if not supported and not big and _bare(doc, find, name):
        return "a name of a person or a word with tanween"
    return ""


def _bare(doc: Doc, find: PlaceFind, name: str) -> bool:
    """A bare word that looks like a family name, stands behind a first name, or bears tanween."""
    quote = doc.evidence(doc.words[find.first].start, doc.words[find.last - 1].end).quote
    if any(mark in quote for mark in "\u064b\u064c\u064d"):
        return True
    if find.first == 0 or doc.words[find.first].gap == BREAK or doc.words[find.first].text.startswith("و"):
        return False
    return doc.words[find.first - 1].text in GIVEN or (name.startswith("ال") and name.endswith("ي"))


def _before_place(doc: Doc, find: PlaceFind, gazetteer: Gazetteer) -> bool:
    """Whether the next word, behind a preposition, is a place that holds this one («في الباب بريف حلب»)."""
    if find.preposition not in LOCATIVE or find.last >= len(doc.words) or doc.words[find.last].gap == BREAK:
        return False
    inner = {(gazetteer.rows[r].country, gazetteer.rows[r].admin1) for r in find.rows}
    for index in range(find.last, min(find.last + 3, len(doc.words))):
        behind = following(doc.words, index)
        for reading in analyses(doc.words[index].text):
            for form in gazetteer.beginning(reading.rest, behind):
                outer = {(gazetteer.rows[r].country, gazetteer.rows[r].admin1) for r in form.rows}
                if not form.common and (not form.article or reading.article) and reach(doc.words, index, form.rest) and inner & outer:
                    return True
    return False


def _after_place(doc: Doc, find: PlaceFind, kept: list[PlaceFind]) -> bool:
    return bool(kept) and kept[-1].last == find.begin and doc.words[find.begin].gap != BREAK

"""Finding named places: gazetteer names with the words before them, and place nouns with a name that no gazetteer holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.extract.capitals import capital_at
from sijill.extract.closed import STOP
from sijill.extract.lookup import Match, following, reach
from sijill.extract.place_words import COMPOUND, DESCRIBES, FROM, GIVEN, LOCATIVE, NOT_BEFORE, NOT_SPLIT, NOUN_KINDS, POINTS_BACK, TOWARDS
from sijill.knowledge.gazetteer import Gazetteer, Located, Named, Shelved
from sijill.text import BREAK, CLOSE, Analysis, Doc, Word, analyses, without_article

FAR_TOWN = 50_000  # inhabitants below which a town outside the region is not looked for
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

    def __hash__(self) -> int:
        """Where it begins: few of a text begin at one place."""
        return self.start

    @property
    def locative(self) -> bool:
        """Introduced by "in", "at", "near" or a direction."""
        return self.preposition in LOCATIVE or bool(self.beside)


@dataclass(frozen=True, slots=True)
class _Words:
    """By word: the place word that ends before it, the one that begins with it, the longest name or phrase of other rooms over it."""

    ending: list[Match | None]
    opening: list[Match | None]
    covered: list[Match | None]


def find_place_names(doc: Doc, gazetteer: Gazetteer, matches: Sequence[Match]) -> tuple[list[PlaceFind], list[tuple[PlaceFind, str]]]:
    """Named places in order, and what was found and not used, with the reason."""
    words = _words(matches, len(doc.words))
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
    for index in range(number + 1, len(candidates)):
        other = candidates[index]
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
    opening = words.opening[index]
    if opening is not None and (best <= index + 1 and (opening.last > index + 1 or name in POINTS_BACK or not name.startswith("ال"))):
        return None  # «وريف», «وشمال», «وأطراف»: a place word, which begins a name of its own
    over = words.covered[index]
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
    return name[0] not in "تي" or follows[0] in "وب" or follows in STOP or words.opening[last] is not None


def _words(matches: Sequence[Match], count: int) -> _Words:
    """The place words and the names around each of so many words."""
    ending: list[Match | None] = [None] * (count + 1)
    opening: list[Match | None] = [None] * (count + 1)
    covered: list[Match | None] = [None] * (count + 1)
    for match in matches:
        room = match.entry.room
        if room == "places":
            ending[match.last] = match
            if opening[match.first] is None:
                opening[match.first] = match
        elif room != "cues":
            length = match.last - match.first
            for index in range(match.first, match.last):
                over = covered[index]
                if over is None or over.last - over.first < length:
                    covered[index] = match
    return _Words(ending, opening, covered)


def _candidates(doc: Doc, gazetteer: Gazetteer, words: _Words) -> list[PlaceFind]:
    found: list[PlaceFind] = []
    for word in doc.words:
        named = gazetteer.named(word.spelling)
        noun, opening = words.ending[word.index], words.opening[word.index]
        if not named and ((noun is None and opening is None) or not word.text[0].isalpha()):
            continue
        best = _known(doc, word, named, words) if named else None
        if best is None or (best.last == word.index + 1 and (word.text in COMPOUND or _place_word(opening))):
            best = _unknown(doc, noun, words) if noun is not None and word.gap == CLOSE else None
        if best is None and opening is not None:
            best = _capital(doc, opening, words, gazetteer)
        if best is not None:
            found.append(_with_words_before(doc, best, words))
    return found


def _known(doc: Doc, word: Word, named: tuple[Named, ...], words: _Words) -> PlaceFind | None:
    """The longest name of the gazetteer that begins at a word, with as little before it as can be."""
    best: Shelved | None = None
    read: Analysis | None = None
    furthest, exact = 0, False
    behind: tuple[str, ...] | None = None
    for one in named:
        reading = one.reading
        if reading.particle in ("س", "ك") or reading.joiner == "ف" or (reading.offset and word.text in NOT_SPLIT):
            continue
        forms = one.shelf.alone
        if one.shelf.longer:
            if behind is None:
                behind = following(doc.words, word.index)
            forms = one.shelf.going_on(behind)
        for form in forms:
            if form.article and not reading.article:
                continue
            last = reach(doc.words, word.index, form.rest) if form.rest else word.index + 1
            if last < furthest or not last:
                continue
            fits = form.article == reading.article
            if read is not None and last == furthest and _no_better(reading.offset, fits, read.offset, exact):
                continue
            if form.rest and _direction(words.opening[last - 1]):
                continue  # «الباب شرقي حلب» is not «الباب الشرقي»
            best, read, furthest, exact = form, reading, last, fits
        if best is not None and not reading.joiner and not reading.particle:
            break
    if best is None or read is None:
        return None
    start = word.start + read.offset - (2 if read.article and read.particle != "ل" else 0)
    return PlaceFind(
        word.index, word.index, furthest, start, doc.words[furthest - 1].end, best.rows,
        preposition=read.particle, article=read.article and not best.article, weak=best.weak, common=best.common, far=best.far,
    )  # fmt: skip


def _no_better(offset: int, fits: bool, before: int, exact: bool) -> bool:
    """Whether a name of the same words leaves more of the first word before it, or suits its article no better than the one found."""
    return offset > before or (offset == before and (exact or not fits))


def _direction(match: Match | None) -> bool:
    return match is not None and match.entry.meaning("beside") == "direction" and not match.article and not match.particle


def _place_word(match: Match | None) -> bool:
    """«بوسط», «وادي», «محيط»: a place word of one word, and no name."""
    return match is not None and (bool(match.particle) or not match.article)


def _capital(doc: Doc, noun: Match, words: _Words, gazetteer: Gazetteer) -> PlaceFind | None:
    if noun.entry.id != "place.noun.capital":
        return None
    found = capital_at(doc, noun, words.covered[noun.last], gazetteer)
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
    if kind not in _UNKNOWN_NOUNS or noun.entry.id in _NEVER_ALONE or not _takes_name(doc, noun) or words.opening[noun.last] is not None:
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
    word, number = doc.words[noun.last - 1], noun.form.number
    if (number == "plural" and word.text.endswith("نا")) or (number == "dual" and word.text.endswith("ن")):
        return False
    raw = doc.evidence(word.start, word.end).quote
    if "\u064b" in raw or "\u064c" in raw or "\u064d" in raw:
        return False
    return not ("إ" in raw[:3] and word.text.endswith("احياء"))  # «إحياء الذكرى»


def _with_words_before(doc: Doc, find: PlaceFind, words: _Words) -> PlaceFind:
    """Take in the noun, direction and preposition before a name."""
    begin, start, noun, beside, preposition, listed = find.first, find.start, "", "", find.preposition, False
    while not preposition and (before := words.ending[begin]) is not None and doc.words[begin].gap != BREAK:
        meaning = before.entry.meaning("noun")
        if meaning:
            if not _takes_name(doc, before):
                break
            noun = noun or meaning
            listed = listed or before.form.number != "sing"
        elif before.article or before.form.number != "sing":
            break  # «بالريف الشرقي», «جنوبيين»
        else:
            beside = beside or before.entry.meaning("beside")
        begin, start, preposition = before.first, before.start, before.particle
    if not preposition and begin > 0 and doc.words[begin].gap != BREAK:
        preposition = _INTRODUCES.get(doc.words[begin - 1].text, "")
    if begin == find.first and preposition == find.preposition:
        return find
    return PlaceFind(
        begin, find.first, find.last, start, find.end, find.rows, noun, beside, preposition,
        find.article, find.weak, find.common, find.far, listed, find.capital,
    )  # fmt: skip


def _preposition(text: str) -> str:
    """The preposition that a word is, with or without waw or fa before it; "" where it is none."""
    for reading in analyses(text):
        if not reading.particle and not reading.article and reading.rest in LOCATIVE | TOWARDS | FROM:
            return reading.rest
    return ""


_INTRODUCES = {joiner + word: _preposition(joiner + word) for word in LOCATIVE | TOWARDS | FROM for joiner in ("", "و", "ف")}


def _reason(doc: Doc, find: PlaceFind, words: _Words, gazetteer: Gazetteer, kept: list[PlaceFind]) -> str:
    """Why a name is not read as a place; "" where it is."""
    over = words.covered[find.first]
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
    rows = [gazetteer.located(r) for r in find.rows]
    fits = bool(find.noun) and _fits(find.noun, rows) and not (find.listed and find.noun == "area")
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
    people = max([row.population for row in rows])
    if find.far:
        known = people >= FAR_TOWN or any(row.by_hand for row in rows)
        if not (known and (find.locative or find.preposition in TOWARDS or find.preposition in FROM)):
            return "far from the region"
    length = len(name) - (2 if name.startswith("ال") else 0)
    if length <= 2 and not find.preposition:
        return "a word of two letters without a preposition"
    joined = find.begin == find.first and find.start > word.start and word.text[find.start - word.start - 1] in "بل"
    big = people >= JOINED_TOWN or any(row.kind in ("governorate", "country", "region") for row in rows)
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


def _fits(noun: str, rows: list[Located]) -> bool:
    """Whether a place noun may stand before one of the rows."""
    kinds = NOUN_KINDS.get(noun)
    return any((kinds is not None and row.kind in kinds) or (noun == "district" and row.kind in _SEATS) for row in rows)


def _bare(doc: Doc, find: PlaceFind, name: str) -> bool:
    """A bare word that looks like a family name, stands behind a first name, or bears tanween."""
    quote = doc.evidence(doc.words[find.first].start, doc.words[find.last - 1].end).quote
    if "\u064b" in quote or "\u064c" in quote or "\u064d" in quote:
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
        for reading in doc.words[index].analyses:
            for form in gazetteer.beginning(reading.rest, behind):
                outer = {(gazetteer.rows[r].country, gazetteer.rows[r].admin1) for r in form.rows}
                if not form.common and (not form.article or reading.article) and reach(doc.words, index, form.rest) and inner & outer:
                    return True
    return False


def _after_place(doc: Doc, find: PlaceFind, kept: list[PlaceFind]) -> bool:
    return bool(kept) and kept[-1].last == find.begin and doc.words[find.begin].gap != BREAK

"""The lexicon ready for looking up: every form of every entry, indexed by its first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sijill.knowledge.files import RawEntry
from sijill.knowledge.inflect import Surface, demonym_forms, noun_forms, participle_forms, verb_forms
from sijill.text import Analysis, Known, Spelling, fold_text, without_article

# Names that count only beside a word such as تنظيم, or where a strong name stands elsewhere.
STRONG, WEAK, LOADED = "", "weak", "loaded"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases without articles, by their first and by their last word, so that most texts are asked one question."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    by_last: dict[str, tuple[tuple[str, ...], ...]]
    firsts: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, ...]]) -> Phrases:
        """Index them."""
        firsts: dict[str, list[tuple[str, ...]]] = {}
        lasts: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(phrases)):
            firsts.setdefault(phrase[0], []).append(phrase)
            lasts.setdefault(phrase[-1], []).append(phrase)
        by_first = {word: tuple(found) for word, found in firsts.items()}
        return cls(by_first, {word: tuple(found) for word, found in lasts.items()}, frozenset(by_first))

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.by_first)


NO_PHRASES = Phrases({}, {}, frozenset())


@dataclass(slots=True)
class Entry:
    """One entry, folded: its room (the folder it lies in), its meaning, and where it must not be read."""

    id: str
    room: str
    pos: str
    means: dict[str, str]
    not_after: Phrases = NO_PHRASES
    not_before: Phrases = NO_PHRASES
    not_with: Phrases = NO_PHRASES
    needs: Phrases = NO_PHRASES
    anywhere: bool = True  # no context forbids it
    # of what it means, that which is asked of nearly every word
    type: str = field(init=False, default="", compare=False)
    rank: str = field(init=False, default="", compare=False)
    frame: str = field(init=False, default="", compare=False)
    act: str = field(init=False, default="", compare=False)
    role: str = field(init=False, default="", compare=False)
    weapon: str = field(init=False, default="", compare=False)

    def __post_init__(self) -> None:
        means = self.means
        self.type, self.rank, self.frame = means.get("type", ""), means.get("rank", ""), means.get("frame", "")
        self.act, self.role, self.weapon = means.get("act", ""), means.get("role", ""), means.get("weapon", "")

    def __hash__(self) -> int:
        return hash(self.id)

    def meaning(self, name: str, default: str = "") -> str:
        """One value of what the entry means."""
        return self.means.get(name, default)


class Form(NamedTuple):
    """One form of one entry, without its first word: the rest of its words, without articles.

    A tuple, since 100,000 of them are read from the cache at each start.
    """

    rest: tuple[str, ...]
    entry: int
    article: bool  # the name always carries the article
    strength: str = STRONG
    number: str = "sing"
    tense: str = ""
    pronoun: str = ""


@dataclass(frozen=True, slots=True)
class Inflection:
    """How a form is inflected, and how surely it is what it names."""

    strength: str = STRONG
    number: str = "sing"
    tense: str = ""
    pronoun: str = ""
    article: bool = False  # the name always carries the article
    phrase: bool = False  # of several words


UNINFLECTED = Inflection()
_INFLECTIONS: dict[tuple[str, str, str, str, bool, bool], Inflection] = {}  # each of them once: there are some dozens


def inflection(form: Form) -> Inflection:
    """That of a form of the lexicon."""
    key = (form.strength, form.number, form.tense, form.pronoun, form.article, bool(form.rest))
    return _INFLECTIONS.setdefault(key, Inflection(*key))


class Shelf(NamedTuple):
    """The forms that begin with one word: those of that word alone, and the others by their second word, longest first."""

    alone: tuple[Form, ...]
    longer: dict[str, tuple[Form, ...]]

    def forms(self) -> Iterator[Form]:
        """All of them."""
        yield from self.alone
        for found in self.longer.values():
            yield from found


@dataclass(frozen=True, slots=True)
class Begin:
    """A form that a word as written can begin: the rest of its words, and where it begins inside the word, with its article."""

    reading: Analysis
    rest: tuple[str, ...]
    form: Inflection
    entry: Entry
    offset: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What one analysis of a word can begin: forms of that word alone, and the others by their second word, longest first.

    `longer` keeps what `going_on` made of `forms` for second words that were met.
    """

    reading: Analysis
    alone: tuple[Begin, ...]
    forms: dict[str, tuple[Form, ...]]
    longer: dict[str, tuple[Begin, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries and their forms. `forms` maps a folded first word, without article, to its shelf.

    What `openings` finds is kept with the spelling, for this lexicon: news uses few words often.
    """

    entries: tuple[Entry, ...]
    forms: dict[str, Shelf]
    by_id: dict[str, int] = field(default_factory=dict)
    mark: Any = field(default_factory=object, repr=False, compare=False)  # what is kept with a spelling is known by it

    def entry(self, id: str) -> Entry:
        """The entry of that id."""
        return self.entries[self.by_id[id]]

    def openings(self, word: Spelling) -> tuple[Opening, ...]:
        """What a folded word as written can begin, by its analyses that begin anything."""
        known = word.begins
        if known is None or known.by is not self.mark:
            found = [self._opening(r) for r in word.analyses if r.rest in self.forms] if word.text[0].isalpha() else []
            known = word.begins = Known(self.mark, tuple([o for o in found if o.alone or o.forms]))
        return known.found

    def _opening(self, reading: Analysis) -> Opening:
        shelf = self.forms[reading.rest]
        return Opening(reading, self._begins(reading, shelf.alone), shelf.longer)

    def going_on(self, opening: Opening, second: str) -> tuple[Begin, ...]:
        """What an opening can begin where another word follows."""
        forms = opening.forms.get(second)
        if forms is None:
            return ()
        begins = opening.longer.get(second)
        if begins is None:
            begins = opening.longer[second] = self._begins(opening.reading, forms)
        return begins

    def _begins(self, reading: Analysis, forms: Iterable[Form]) -> tuple[Begin, ...]:
        offset = reading.offset - (2 if reading.article and reading.particle != "ل" else 0)
        return tuple([Begin(reading, f.rest, inflection(f), self.entries[f.entry], offset) for f in forms if joins(reading, f)])


def joins(reading: Analysis, form: Form) -> bool:
    """Whether the particles of an analysed word can stand before such a form."""
    if form.article:
        return reading.article
    if form.tense in ("past", "present"):
        if reading.article or reading.particle in ("ب", "ك"):
            return False
        return reading.particle == "" or form.tense == "present"
    return reading.particle != "س" and not (reading.article and form.pronoun)


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a phrase of the lexicon; digits and hyphens part them."""
    return tuple(w for w in "".join(c if c.isalnum() else " " for c in fold_text(text)).split() if w)


def build(raw: Iterable[RawEntry]) -> Lexicon:
    """Index entries that `schema.faults_of` has found whole."""
    entries: list[Entry] = []
    forms: dict[str, dict[tuple[object, ...], Form]] = {}
    for item in raw:
        number = len(entries)
        entries.append(_entry(item))
        for surface, strength in _surfaces(item):
            words = fold_words(" ".join(surface.words))
            if not words:
                continue
            form = Form(
                tuple(map(without_article, words[1:])),
                number,
                words[0].startswith("ال") and len(words[0]) >= 4,
                strength,
                surface.number,
                surface.tense,
                surface.pronoun,
            )
            shelf = forms.setdefault(without_article(words[0]), {})
            shelf.setdefault((form.rest, number, form.article, strength, bool(form.pronoun)), form)
    index = {first: _shelf(shelf.values()) for first, shelf in forms.items()}
    return Lexicon(tuple(entries), index, {e.id: i for i, e in enumerate(entries)})


def with_entry(lexicon: Lexicon, raw: RawEntry) -> Lexicon:
    """The lexicon with one entry more, as `build` would make it of all; the shelves of other words are shared."""
    alone = build([raw])
    number = len(lexicon.entries)
    forms = dict(lexicon.forms)
    for first, shelf in alone.forms.items():
        held = lexicon.forms.get(first)
        forms[first] = _shelf([*(held.forms() if held is not None else ()), *(form._replace(entry=number) for form in shelf.forms())])
    return Lexicon((*lexicon.entries, *alone.entries), forms, {**lexicon.by_id, raw.id: number})


def _shelf(forms: Iterable[Form]) -> Shelf:
    ordered = sorted(forms, key=lambda f: (-len(f.rest), f.entry, f.article, f.strength))
    longer: dict[str, list[Form]] = {}
    for form in ordered:
        if form.rest:
            longer.setdefault(form.rest[0], []).append(form)
    return Shelf(tuple(f for f in ordered if not f.rest), {second: tuple(found) for second, found in longer.items()})


def _entry(item: RawEntry) -> Entry:
    def phrases(name: str) -> Phrases:
        found = frozenset(tuple(map(without_article, fold_words(w))) for w in item.words(name)) - {()}
        return Phrases.of(found) if found else NO_PHRASES

    after, before, beside, needs = phrases("not_after"), phrases("not_before"), phrases("not_with"), phrases("needs")
    return Entry(
        item.id,
        item.file.split("/")[0],
        item.word("pos"),
        {k: v for k, v in item.means.items() if isinstance(v, str)},
        after,
        before,
        beside,
        needs,
        not (after or before or beside or needs),
    )


def _surfaces(item: RawEntry) -> Iterator[tuple[Surface, str]]:
    room, pos = item.file.split("/")[0], item.word("pos")
    plurals, sound = item.words("plural"), item.words("sound")
    for strength, name in ((STRONG, "say"), (WEAK, "weak"), (LOADED, "loaded"), (STRONG, "metonym")):
        for say in item.words(name):
            if room in ("nouns", "weapons", "places") or (room in ("triggers", "speech") and pos == "noun"):
                for surface in noun_forms(say, plurals, sound):
                    yield surface, strength
            elif pos == "verb":
                for surface in verb_forms(say, item.words("present")):
                    yield surface, strength
            elif pos == "participle":
                for surface in participle_forms(say):
                    yield surface, strength
            elif item.id.startswith("organ."):
                for surface in noun_forms(say):
                    yield surface, strength
            else:
                yield Surface(tuple(say.split())), strength
    if room == "nouns" and plurals and all(" " in say for say in item.words("say")):
        for plural in plurals:
            if " " not in plural:  # no phrase of the entry goes on behind it: it stands alone («مسلحون»)
                yield Surface((plural,), "plural"), STRONG
    for strength, name in ((STRONG, "demonym"), (LOADED, "loaded_demonym")):
        for demonym in item.words(name):
            for surface in demonym_forms(demonym):
                yield Surface(surface.words, surface.number, "demonym"), strength
    for fact in item.examples("history"):
        if fact.get("say"):
            yield Surface(tuple(fact["say"].split())), STRONG

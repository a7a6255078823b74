"""The forms of a word: what the linguist writes once, and what stands in the text.

Works on ordinary spelling (before folding), since folding hides ta marbuta. Gives too much rather
than too little: a form that no text holds costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NOUN_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا")
VERB_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ني")
_NO_TANWIN = ("ة", "اء", "ى", "ا", "ان", "ات")


@dataclass(frozen=True, slots=True)
class Surface:
    """One form: its words, its number ("sing", "dual", "plural"), tense ("past", "present") and joined pronoun."""

    words: tuple[str, ...]
    number: str = "sing"
    tense: str = ""
    pronoun: str = ""


def _open(word: str) -> str:
    """The stem before an ending: ta marbuta becomes ta."""
    if word.endswith("ة"):
        return word[:-1] + "ت"
    return word


def _dual(word: str, ending: str) -> str:
    if word.endswith("ى"):
        return word[:-1] + "ي" + ending
    return _open(word) + ending


def noun_forms(say: str, plurals: tuple[str, ...] = (), sound: tuple[str, ...] = (), *, pronouns: bool = True) -> Iterator[Surface]:
    """Singular, dual, sound and broken plurals of a noun, and of a noun with its adjectives."""
    head, *rest = say.split()
    tail = tuple(rest)
    if f"{head}ون" in plurals and "m" not in sound:
        sound = (*sound, "m")
    yield Surface((head, *tail))
    if not head.endswith(_NO_TANWIN):
        yield Surface((head + "ا", *tail))
        if tail:
            yield Surface((head + "ا", *(w if w.endswith(_NO_TANWIN) else w + "ا" for w in tail)))
    for ending in ("ان", "ين"):
        if ending == "ين" and "m" in sound and not head.endswith("ة"):
            continue  # مدنيين: two or many; many is meant unless a number says two
        yield Surface((_dual(head, ending), *tail), "dual")
        if tail:
            yield Surface((_dual(head, ending), *(_dual(w, ending) for w in tail)), "dual")
    if head.endswith("ة"):
        yield Surface((_dual(head, "ي"), *tail), "dual")
        yield Surface((_dual(head, "ا"), *tail), "dual")
    elif head.endswith("ي"):
        yield Surface((head + "ي", *tail), "dual")
    stems: list[tuple[str, str]] = [(head, "sing")]
    if "m" in sound:
        stems += [(head + "و", "plural"), (head + "ي", "plural")]  # مقاتلوها, مرافقيه
        for ending in ("ون", "ين", "و", "ي"):
            yield Surface((head + ending, *tail), "plural")
            if tail and ending in ("ون", "ين"):
                yield Surface(
                    (head + ending, *(w if w.startswith("ال") and w.endswith(("ين", "ون")) else w + ending for w in tail)), "plural"
                )
    if "f" in sound:
        women = (head[:-1] if head.endswith("ة") else head) + "ات"
        yield Surface((women, *tail), "plural")
        stems.append((women, "plural"))
    for plural in plurals:
        words = tuple(plural.split())
        if not words:
            continue
        yield Surface(words + (tail if len(words) == 1 else ()), "plural")
        if len(words) == 1 and not words[0].endswith((*_NO_TANWIN, "ون", "ين")):
            yield Surface((words[0] + "ا", *tail), "plural")
        if len(words) == 2 and words[1].endswith("ة") and not words[0].endswith((*_NO_TANWIN, "ات")):
            yield Surface((words[0] + "ا", words[1]), "plural")  # نقاطا عسكرية
        stems.append((words[0], "plural"))
        if len(words) > 1:
            stems.pop()
    if pronouns:
        for stem, number in stems:
            for pronoun in NOUN_PRONOUNS:
                yield Surface((_open(stem) + pronoun, *tail), number, "", pronoun)


def verb_forms(past: str, presents: tuple[str, ...] = ()) -> Iterator[Surface]:
    """Third persons of the past and all persons of the present that news uses, with object pronouns."""
    head, *rest = past.split()
    tail = tuple(rest)
    weak = head.endswith(("ى", "ا"))
    stem = head[:-1] if weak else head
    yield Surface((head, *tail), "sing", "past")
    plain = {"ت": "sing", "تا": "dual", "وا": "plural", "ن": "plural", "نا": "plural", "ا": "dual"}
    for ending, number in plain.items():
        joint = "ي" if weak and ending in ("ن", "نا", "ا") else ""
        yield Surface((stem + joint + ending, *tail), number, "past")
    if not tail:
        for pronoun in VERB_PRONOUNS:
            yield Surface(((stem + "ا" if weak else stem) + pronoun,), "sing", "past", pronoun)
            yield Surface((stem + "ت" + pronoun,), "sing", "past", pronoun)
            yield Surface((stem + "و" + pronoun,), "plural", "past", pronoun)
    for present in presents:
        first, *more = present.split()
        behind = tuple(more) or tail
        open_ = first[:-1] if first.endswith(("ى", "ي", "و")) else first
        for person in ("ي", "ت", "ن"):  # no report speaks as "I": «أحرق» would be the past of another form
            body = person + first[1:]
            short = person + open_[1:]
            yield Surface((body, *behind), "plural" if person == "ن" else "sing", "present")
            if person in "يت":
                for ending, number in (("ون", "plural"), ("وا", "plural"), ("ان", "dual")):
                    yield Surface((short + ending, *behind), number, "present")
                yield Surface((body + "ن", *behind), "plural", "present")
                if not behind:
                    for pronoun in VERB_PRONOUNS:
                        joint = body[:-1] + "ا" if body.endswith("ى") else body
                        yield Surface((joint + pronoun,), "sing", "present", pronoun)


def participle_forms(say: str) -> Iterator[Surface]:
    """Masculine and feminine, singular, dual and plural of a participle or adjective."""
    head, *rest = say.split()
    tail = tuple(rest)
    base = head[:-1] if head.endswith("ة") else head
    endings = {
        "": "sing",
        "ا": "sing",
        "ة": "sing",
        "ان": "dual",
        "ين": "plural",
        "ون": "plural",
        "ات": "plural",
        "تان": "dual",
        "تين": "dual",
    }
    for ending, number in endings.items():
        yield Surface((base + ending, *tail), number)


def demonym_forms(say: str) -> Iterator[Surface]:
    """عراقي → عراقية عراقيون عراقيين عراقيات عراقيان عراقيتين."""
    yield from participle_forms(say)

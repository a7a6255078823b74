"""Folding: one spelling for what writers spell in many ways, with an exact way back.

Marks, tatweel, zero-width and bidi controls are dropped; hamza seats, alef, ya and ta marbuta
variants become one letter; Arabic-Indic and Persian digits become ASCII digits; presentation
forms become the letters that they show; typographic quotes, dashes and spaces become plain.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي",
    "ئ": "ي", "ؤ": "و", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك",
    "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز",
}  # fmt: skip
_PUNCTUATION = {
    **dict.fromkeys("“”„‟«»″〝〞❝❞", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("–—‒―−‐‑", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    "٫": ".", "٬": ",", "٪": "%", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
}  # fmt: skip
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\u0640\u0300-\u036f"
_CONTROLS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f"
_CARRIED = frozenset(re.findall(f"[{_MARKS}]", "".join(map(chr, range(0x300, 0x900)))))


def _table() -> dict[int, str]:
    """What each code point becomes; absent where it stays."""
    table: dict[int, str] = {ord(k): v for k, v in (_LETTERS | _PUNCTUATION).items()}
    for base in (0x0660, 0x06F0):
        table.update({base + digit: str(digit) for digit in range(10)})
    dropped = re.compile(f"[{_MARKS}{_CONTROLS}]")
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            plain = "".join(table.get(ord(c), c) for c in dropped.sub("", plain)).strip()
            table[code] = plain
    for code in range(0x110000):
        if code < 0x3000 and dropped.match(chr(code)):
            table[code] = ""
        elif (0x41 <= code <= 0x5A) or (0xC0 <= code <= 0x24F):
            small = unicodedata.normalize("NFD", chr(code).lower())[0]
            if small != chr(code):
                table[code] = small
        elif code >= 0x3000 and code not in range(0xFB50, 0xFF00):
            break
    for code in (*range(0xFE00, 0xFE10), 0xFEFF):
        table[code] = ""
    return table


_TABLE = _table()
_LETTER = {chr(code): plain for code, plain in _TABLE.items()}
_OFTEN = tuple((letter, _LETTER[letter]) for letter in "ةأىإئآؤ")  # in nearly every text
_SELDOM = re.compile("[" + "".join(re.escape(letter) for letter in _LETTER if letter not in dict(_OFTEN)) + "]")
# Code points whose folding changes the length: only there do raw and folded offsets drift apart.
_UNEVEN = re.compile("[" + "".join(re.escape(chr(c)) for c, v in sorted(_TABLE.items()) if len(v) != 1) + "]")


_STRETCH = 6  # bits: a way back is looked for in stretches of 64 letters


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the raw one.

    `_at` and `_shift` are parallel: from folded offset `_at[i]` on, raw = folded + `_shift[i]`. `_near` gives the `i` for the first
    offset of each stretch of the text.
    """

    raw: str
    text: str
    _at: tuple[int, ...]
    _shift: tuple[int, ...]
    _near: tuple[int, ...]

    def raw_start(self, index: int) -> int:
        """Raw offset of the code point that became (the first part of) folded `index`."""
        at = self._at
        slot = self._near[index >> _STRETCH]
        while slot + 1 < len(at) and at[slot + 1] <= index:
            slot += 1
        return index + self._shift[slot]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw range whose folding is `text[start:end]`, with the marks that its last letter carries.

        Raises:
            ValueError: if the range is empty or lies outside the folded text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no folded range [{start}, {end}] in a text of {len(self.text)}")
        first, last = self.raw_start(start), self.raw_start(end - 1)
        behind = last + 1
        while behind < len(self.raw) and self.raw[behind] in _CARRIED:
            behind += 1
        return first, behind


def fold(raw: str) -> Folded:
    """Fold a text. Expanding forms (a ligature) map each of their letters to the one raw code point."""
    at, shift = [0], [0]
    raw_from = folded = 0
    for match in _UNEVEN.finditer(raw):
        here = match.start()
        folded += here - raw_from
        letters = len(_TABLE[ord(raw[here])])
        for part in range(letters):  # every letter of a ligature points at the one code point
            at.append(folded + part)
            shift.append(here - folded - part)
        folded += letters
        at.append(folded)
        shift.append(here + 1 - folded)
        raw_from = here + 1
    text = fold_text(raw)
    near, slot = [], 0
    for start in range(0, len(text) + 1, 1 << _STRETCH):
        while slot + 1 < len(at) and at[slot + 1] <= start:
            slot += 1
        near.append(slot)
    return Folded(raw, text, tuple(at), tuple(shift), tuple(near))


def fold_text(raw: str) -> str:
    """The folded letters alone; «مسئول», the Egyptian spelling of «مسؤول», is one with it, letter by letter."""
    for letter, plain in _OFTEN:  # what a letter becomes is never changed again
        raw = raw.replace(letter, plain)
    for letter in set(_SELDOM.findall(raw)):
        raw = raw.replace(letter, _LETTER[letter])
    return raw.replace("مسيول", "مسوول")

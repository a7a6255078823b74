"""Bytes to text: which encoding it is, and what is wrong with it where it is none."""

from __future__ import annotations

import codecs
import re

from sijill.model.said import said
from sijill.sources.errors import SourceError

LIMIT = 20 * 1024 * 1024  # bytes of one file or line that are looked at at all
# Characters of one article. News reports have a few thousand and the longest in our collections has 60 KB. The time of
# reading grows faster than the text: 0.4 s for 20,000 characters, 11 s for 100,000, a minute for 200,000. What is longer
# is a book, or many articles run together, and would be read as one story.
LONGEST = 100_000

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
# Control characters that no text holds (tab, line feed, form feed, carriage return, escape are left out).
_GAP = re.compile(r"[\W\d_]{9,}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
# Words that run through Arabic and come out as others under a wrong code page.
_LITTLE = re.compile(r"(?<!\w)(?:في|من|على|إلى|أن|عن|التي|الذي|ال\w{3,})(?!\w)")
_SAMPLE = 20_000  # characters that are enough to judge an encoding
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def letters_first(text: str, most: int) -> str:
    """The first `most` characters of a text whose long runs of signs and digits are one space each.

    A heading of ten thousand quotation marks or dashes would otherwise be all that is seen of a text.
    """
    return _GAP.sub(" ", text)[:most]


def arabic_share(text: str) -> float:
    """Letters of the Arabic script among all letters of the first 20,000 characters (signs in a row count as one); 0 without letters."""
    sample = letters_first(text, _SAMPLE)
    letters = len(_LETTER.findall(sample))
    return len(_ARABIC.findall(sample)) / letters if letters else 0.0


def decode(data: bytes, where: str = "<bytes>") -> str:
    """The text of a file: UTF-8, UTF-16 (with a byte order mark or without), windows-1256 or ISO 8859-6.

    UTF-8 is tried first because hardly anything else passes for it; UTF-16 without a mark is known
    by its zero bytes or by the high byte 06 of Arabic letters at every other place; windows-1256 and
    ISO 8859-6 are believed only where the outcome is mostly Arabic letters, and of the two the one that gives
    more of Arabic's little words.

    Raises:
        SourceError: the file is empty, too large, binary, broken, or in another encoding.
    """
    if len(data) > LIMIT:
        raise SourceError(where, None, too_large(len(data)))
    if not data.strip():
        raise SourceError(where, None, said("text.empty", "is empty"))
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :], encoding, where), where)
    sixteen = _utf16_without_mark(data)
    if sixteen is not None:
        return _checked(sixteen, where)
    if b"\x00" in data:
        raise SourceError(
            where, None, said("text.binary", "is a binary file{kind}, not text; give plain text or JSON Lines", kind=_kind(data))
        )
    try:
        return _checked(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, where)


def too_large(size: int) -> str:
    """The sentence about a file or a line over the limit."""
    words = "has {mb:.1f} MB; one article may have {most} MB at most (a file of many articles: use JSON Lines)"
    return said("text.large", words, mb=size / 1048576, most=LIMIT // 1048576)


def too_long(length: int) -> str:
    """The sentence about an article over the limit."""
    words = "the article has {many:,} characters; one article may have {most:,} at most (many articles: use JSON Lines, one a line)"
    return said("text.long", words, many=length, most=LONGEST)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise SourceError(
            where,
            line,
            said(
                "text.marked",
                "is marked as {encoding} but byte {byte} is not: {error}",
                encoding=encoding.upper(),
                byte=error.start,
                error=error.reason,
            ),
        ) from None


def _utf16_without_mark(data: bytes) -> str | None:
    """The text, where every other byte is 00 or 06 so often that only UTF-16 explains it."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if (high.count(0) + high.count(6)) / len(high) > 0.8:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _CONTROL.search(text):
                return text
    return None


def _not_utf8(data: bytes, error: UnicodeDecodeError, where: str) -> str:
    """Text in windows-1256 or ISO 8859-6, or the reason why these bytes are no text."""
    line = data.count(b"\n", 0, error.start) + 1
    surrogate = re.search(rb"\xed[\xa0-\xbf][\x80-\xbf]", data)
    loose = data[: _SAMPLE * 2].decode("utf-8", "replace")
    if surrogate and surrogate.start() <= error.start:
        code = ord(surrogate.group().decode("utf-8", "surrogatepass"))
        raise SourceError(
            where,
            line,
            said(
                "text.surrogate_byte",
                "lone surrogate U+{code} (byte {byte}): the file was written wrongly; write it again as UTF-8",
                code=f"{code:04X}",
                byte=error.start,
            ),
        )
    if arabic_share(loose) > 0.3 and loose.count("\ufffd") < len(loose) / 20:
        raise SourceError(
            where,
            line,
            said(
                "text.broken_byte",
                "is UTF-8 with a broken byte (0x{value} at {byte}); save it again as UTF-8",
                value=f"{data[error.start]:02X}",
                byte=error.start,
            ),
        )
    read = [text for encoding in ("cp1256", "iso8859_6") if (text := _as_arabic(data, encoding))]
    if read:
        # In a text without little words the Latin letters tell: ISO 8859-6 read as windows-1256 is full of à, ê and è.
        return max(read, key=lambda text: (len(_LITTLE.findall(text[:_SAMPLE])), arabic_share(text)))
    if len(_CONTROL.findall(data[:_SAMPLE].decode("latin-1"))) > min(len(data), _SAMPLE) / 20:
        raise SourceError(
            where, None, said("text.binary", "is a binary file{kind}, not text; give plain text or JSON Lines", kind=_kind(data))
        )
    raise SourceError(
        where, line, said("text.encoding", "is neither UTF-8, UTF-16 nor windows-1256 or ISO 8859-6 in Arabic; save it as UTF-8")
    )


def _as_arabic(data: bytes, encoding: str) -> str | None:
    """The text in a code page, where that gives mostly Arabic letters."""
    text = data.decode(encoding, "replace")
    return text if "\ufffd" not in text and not _CONTROL.search(text) and arabic_share(text) > 0.3 else None


def _checked(text: str, where: str) -> str:
    text = text.removeprefix("\ufeff")
    found = _CONTROL.search(text) if len(_CONTROL.findall(text[:_SAMPLE])) > min(len(text), _SAMPLE) / 20 else None
    if found:
        raise SourceError(
            where, None, said("text.control", "is a binary file, not text (control characters); give plain text or JSON Lines")
        )
    if not text.strip():
        raise SourceError(where, None, said("text.empty", "is empty"))
    return text


_MAGIC = {
    b"%PDF": "PDF", b"PK\x03\x04": "ZIP or Office document", b"\x89PNG": "PNG image", b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image", b"\x1f\x8b": "gzip", b"SQLite format 3": "SQLite database",
    b"\x7fELF": "program", b"\xd0\xcf\x11\xe0": "old Office document",
}  # fmt: skip


def _kind(data: bytes) -> str:
    name = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    return f" ({name})" if name else ""

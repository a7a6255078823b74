"""CSV: one article a row, with columns named like the keys of JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from sijill.model import Report, ReportError
from sijill.sources.errors import SourceError
from sijill.sources.jsonl import parse_day
from sijill.sources.text_files import LIMIT, decode, too_large

COLUMNS = ("id", "outlet", "published", "url", "title", "text", "country")
# Letters of one cell; the standard library's own bound. What is longer is an article over the limit, or a quotation mark never closed.
CELL = 131_072
_SAMPLE = 1 << 16
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6")
_SIGNS = ",;\t|"
_MOST_OPEN = 50  # rows whose quotation mark never closes; each makes the reader look CELL letters ahead


def read_csv(handle: io.BufferedReader, where: str) -> Iterator[tuple[int | None, bytes, Report | SourceError]]:
    """Each row's line and its bytes with its report, or with what is wrong with it; the rest goes on. Reads as a stream.

    The first row names the columns. Comma, semicolon, tab and bar are told apart by it; UTF-8, UTF-16, windows-1256 and
    ISO 8859-6 by the letters.
    """
    try:
        encoding = _encoding(handle.peek(_SAMPLE)[:_SAMPLE], where)
    except SourceError as error:
        yield None, b"", error
        return
    lines = _Lines(handle, encoding, where)
    try:
        yield from _rows(lines, encoding, where)
    finally:
        lines.close()


def _rows(lines: _Lines, encoding: str, where: str) -> Iterator[tuple[int | None, bytes, Report | SourceError]]:
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)  # without a byte order mark for each row
    header: list[str] | None = None
    sign = ","
    open_rows = 0
    while True:
        try:
            head = lines.peek()
            if head is None:
                break
            if header is None:
                sign = max(_SIGNS, key=lambda s: (head.count(s), -_SIGNS.index(s)))
            first, row, raw = lines.row(sign)
        except SourceError as error:
            yield error.line, b"", error
            continue
        except UnicodeError as error:
            yield None, b"", SourceError(where, None, f"is broken from some place on ({error}); save it again as UTF-8")
            return
        except csv.Error as error:
            open_rows += 1
            reason = f"a row that is no CSV ({error}); a quotation mark inside a cell must be doubled, and the cell put between marks"
            yield lines.number, b"", SourceError(where, lines.number, reason)
            lines.again()
            if open_rows >= _MOST_OPEN:
                yield None, b"", SourceError(where, None, f"has {open_rows} such rows; not read on")
                return
            continue
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = [cell.strip().lower() for cell in row]
            wrong = _wrong_header(header)
            if wrong:
                yield first, b"", SourceError(where, first, wrong)
                return
            continue
        yield first, raw.encode(plain, "surrogateescape"), _report(header, row, where, first)
    if header is None:
        yield None, b"", SourceError(where, None, "is empty")


class _Lines:
    """The lines of a table, with a way back to the second line of a row that turned out to be none."""

    def __init__(self, handle: BinaryIO, encoding: str, where: str) -> None:
        # A byte that is none in this encoding becomes a lone surrogate, which the row's own check tells of.
        self._text = io.TextIOWrapper(handle, encoding, errors="surrogateescape", newline="")
        self._where, self._back, self._taken = where, list[str](), list[str]()
        self.number = 0  # of the first line of the current row

    def close(self) -> None:
        """Give the stream back, open."""
        self._text.detach()

    def peek(self) -> str | None:
        """The next line, which stays; None at the end."""
        line = self._next()
        if line is not None:
            self._back.insert(0, line)
        return line

    def row(self, sign: str) -> tuple[int, list[str], str]:
        """The next row with the number of its first line and its own letters."""
        self.number += len(self._taken) or 1
        self._taken = []
        row = next(csv.reader(self._feed(), delimiter=sign, strict=True), [])
        return self.number, row, "".join(self._taken)

    def again(self) -> None:
        """Go back to the line after the first of the row that was no row."""
        self._back = self._taken[1:] + self._back
        self._taken = self._taken[:1]

    def _feed(self) -> Iterator[str]:
        while (line := self._next()) is not None:
            self._taken.append(line)
            yield line

    def _next(self) -> str | None:
        if self._back:
            return self._back.pop(0)
        line = self._text.readline(LIMIT)
        if len(line) >= LIMIT and not line.endswith("\n"):
            size = len(line)
            while (rest := self._text.readline(LIMIT)) and not rest.endswith("\n"):
                size += len(rest)
            number = self.number + (len(self._taken) or 1)
            self._taken.append("")
            raise SourceError(self._where, number, f"this line {too_large(size)}")
        return line or None


def _encoding(sample: bytes, where: str) -> str:
    """The name of the encoding in which `decode` reads the beginning of the table."""
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        text = decode(whole, where)
    except SourceError:
        if whole.decode("utf-8", "replace").count("\ufffd") < len(whole) / 100:
            return "utf-8-sig"  # a broken byte here and there: the rows that hold it will say so
        raise
    for name in _ENCODINGS:
        try:
            if whole.decode(name).removeprefix("\ufeff") == text:
                return "utf-8-sig" if name == "utf-8" else name
        except UnicodeError:
            continue
    return "utf-8-sig"


def _wrong_header(header: list[str]) -> str:
    known = [name for name in header if name in COLUMNS]
    if "text" not in header:
        named = f"it names {', '.join(header)[:120]}" if known else "it seems to be an article already"
        return f'the first row must name the columns ({", ".join(COLUMNS)}), "text" among them; {named}'
    twice = sorted({name for name in known if known.count(name) > 1})
    return f'the first row names "{twice[0]}" twice' if twice else ""


def _report(header: list[str], row: list[str], where: str, number: int) -> Report | SourceError:
    if len(row) != len(header):
        return SourceError(where, number, f"has {len(row)} cells, the first row names {len(header)} columns")
    cells = dict(zip(header, row, strict=True))
    if not cells["text"].strip():
        return SourceError(where, number, 'the cell of "text" is empty')
    try:
        day = parse_day(cells.get("published"), where, number)
        return Report(
            text=cells["text"],
            title=cells.get("title", ""),
            outlet=cells.get("outlet", "").strip(),
            published=day,
            url=cells.get("url", "").strip() or None,
            id=cells.get("id", "").strip(),
            country=cells.get("country", "").strip() or None,
        )
    except SourceError as error:
        return error
    except ReportError:
        return SourceError(where, number, "holds bytes that are none of its encoding; save the table again as UTF-8")

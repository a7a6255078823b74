"""Cells and rows of CSV that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Cell = str | int | float | bool | None

# What makes a spreadsheet take a cell for a formula: these at the beginning, in the full-width forms too.
_RUN = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def shown(cell: Cell) -> str | int | float:
    """A cell as it is written: nothing for None, true or false, numbers as they are, and words that cannot run.

    Words that a spreadsheet would run as a formula get an apostrophe before them. Words that are a number ("-5") are
    left alone, and so are the hashtags of HXL, which begin with "#".
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and _RUN.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def csv_lines(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV (RFC 4180), each ended by a line feed; cells are written as `shown` gives them."""
    out = io.StringIO(newline="")
    # Python's writer quotes a carriage return only where it is part of the line's end; unquoted it would end the row.
    writer = csv.writer(out, lineterminator="\r\n")
    lines = []
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow([shown(cell) for cell in row])
        lines.append(out.getvalue()[:-2] + "\n")
    return "".join(lines)


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], heads: Sequence[Sequence[str]] | None = None) -> bytes:
    """Rows as CSV (RFC 4180 with line feeds), in UTF-8.

    Args:
        columns: keys of the rows, in order.
        rows: a cell that a row has not is empty.
        heads: the lines above the rows; the names of the columns where not given.

    Raises:
        ValueError: if a row has a cell for which there is no column; it would be lost.
    """
    known = frozenset(columns)

    def cells() -> Iterator[Iterable[Cell]]:
        yield from heads if heads is not None else [columns]
        for row in rows:
            if unknown := row.keys() - known:
                raise ValueError(f"no column for {', '.join(sorted(unknown))}")
            yield (row.get(name) for name in columns)

    return csv_lines(cells()).encode("utf-8")


def listed(parts: Iterable[str], separator: str = "; ") -> str:
    """Words in one cell: each once, in order, on one line."""
    return separator.join(dict.fromkeys(word for part in parts if (word := " ".join(part.split()))))

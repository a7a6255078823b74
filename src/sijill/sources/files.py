"""Paths, folders, globs and standard input to reports."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sijill.model import Report, ReportError
from sijill.sources.errors import SourceError
from sijill.sources.jsonl import read_jsonl
from sijill.sources.language import language_of
from sijill.sources.located import Located, located
from sijill.sources.text_files import LIMIT, LONGEST, decode, too_large, too_long

JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
FOLDER_SUFFIXES = JSONL_SUFFIXES | {".txt", ".text"}
STDIN = "-"
# A report or what is wrong with it, and the line it stands on where the file has many.
_Found = tuple[int | None, Report | SourceError]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is taken for an article that does not say it itself."""

    published: date | None = None
    outlet: str = ""
    country: str | None = None
    title: str = ""


def read_paths(paths: Sequence[str], defaults: Defaults = Defaults(), stdin: BinaryIO | None = None) -> Iterator[Located | SourceError]:
    """Every article of every path in order: files, folders (searched downwards), globs, "-" for standard input.

    A file whose name ends in .jsonl, or whose first character is "{", is JSON Lines; anything else is one
    article. What cannot be read is yielded as a SourceError in its place, and the rest goes on.
    """
    for path in paths:
        if path == STDIN:
            yield from _finished(_read_stdin(stdin), "<stdin>", defaults)
            continue
        try:
            found = expand(path)
        except SourceError as error:
            yield error
            continue
        for file in found:
            yield from _finished(_read_file(file), str(file), defaults)


def expand(path: str) -> list[Path]:
    """The files that a path names, in a fixed order.

    Raises:
        SourceError: nothing is there.
    """
    here = Path(path)
    try:
        if here.is_dir():
            files = sorted(p for p in here.rglob("*") if p.suffix.lower() in FOLDER_SUFFIXES and p.is_file() and not p.name.startswith("."))
            if not files:
                raise SourceError(path, None, "holds no .txt or .jsonl files")
            return files
        if here.exists():
            return [here]
    except OSError as error:
        raise SourceError(path, None, error.strerror or str(error)) from None
    except ValueError:
        raise SourceError(path, None, "is not a path") from None
    if glob.has_magic(path):
        files = sorted(Path(p) for p in glob.glob(path, recursive=True))
        if files:
            return [f for f in files if f.is_file()]
        raise SourceError(path, None, "matches no file")
    raise SourceError(path, None, "no such file or folder")


def _read_file(path: Path) -> Iterator[_Found]:
    where = str(path)
    try:
        with path.open("rb") as handle:
            if path.suffix.lower() in JSONL_SUFFIXES or _looks_like_jsonl(handle.peek(64)):
                yield from read_jsonl(handle, where)
                return
            size = path.stat().st_size
            data = handle.read(LIMIT + 1) if size <= LIMIT else b""
    except OSError as error:
        yield None, SourceError(where, None, error.strerror or str(error))
        return
    if size > LIMIT or len(data) > LIMIT:
        yield None, SourceError(where, None, too_large(max(size, len(data))))
        return
    yield None, _report(data, where, path.stem)


def _read_stdin(given: BinaryIO | None) -> Iterator[_Found]:
    if given is None and sys.stdin is None:  # the shell closed it: <&-
        yield None, SourceError("<stdin>", None, "standard input is closed; give a file, or pipe a text into it")
        return
    try:
        yield from _from_stream(given or sys.stdin.buffer)
    except OSError as error:
        yield None, SourceError("<stdin>", None, error.strerror or str(error))


def _from_stream(handle: BinaryIO) -> Iterator[_Found]:
    head = handle.peek(64) if isinstance(handle, io.BufferedReader) else b""
    if not head:  # a stream that cannot be looked into (a test's)
        handle = io.BytesIO(handle.read())
        head = handle.getvalue()[:64]
    if _looks_like_jsonl(head):
        yield from read_jsonl(handle, "<stdin>")
        return
    data = handle.read(LIMIT + 1)
    if len(data) > LIMIT:
        yield None, SourceError("<stdin>", None, f"has more than {LIMIT // 1048576} MB; one article may have {LIMIT // 1048576} MB at most")
        return
    yield None, _report(data, "<stdin>", "")


def _looks_like_jsonl(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _report(data: bytes, where: str, name: str) -> Report | SourceError:
    try:
        return Report(text=decode(data, where), id=name.encode("utf-8", "backslashreplace").decode())
    except SourceError as error:
        return error
    except ReportError as error:
        return SourceError(where, None, str(error))


def _finished(found: Iterator[_Found], where: str, defaults: Defaults) -> Iterator[Located | SourceError]:
    """Fill in what an article does not say itself; leave out what is too long or not Arabic, by name."""
    for line, item in found:
        if isinstance(item, SourceError):
            yield item
            continue
        wrong = unfit(item)
        yield SourceError(where, line, wrong) if wrong else located(with_defaults(item, defaults), where, line)


def unfit(report: Report) -> str:
    """Why a report is not read: it is too long, or not Arabic; "" where it is read."""
    if len(report.text) > LONGEST:
        return too_long(len(report.text))
    language = language_of(report.text)
    if language is None:
        return "the text holds no letters"
    return "" if language.code == "ar" else f"the text is {language.name} ({language.name_ar}), not Arabic; Sijill reads Arabic only"


def with_defaults(report: Report, defaults: Defaults) -> Report:
    """The report with what it does not say itself."""
    if defaults == Defaults():
        return report
    return replace(
        report,
        id="" if report.id == report.sha256[:12] else report.id,
        title=report.title or defaults.title,
        outlet=report.outlet or defaults.outlet,
        published=report.published or defaults.published,
        country=report.country or defaults.country,
    )

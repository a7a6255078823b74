"""The files that a batch reads: on disk, or at any address that fsspec knows."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from sijill.batch.engines import BatchError
from sijill.sources.errors import SourceError
from sijill.sources.kinds import bare, suffix_of
from sijill.sources.targets import files_of

InputKind = Literal["parquet", "jsonl", "warc"]
_KINDS: dict[str, InputKind] = {
    ".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".json": "jsonl",
    ".warc": "warc", ".wet": "warc",
}  # fmt: skip
READ = "Parquet, JSON Lines, WARC, and the last two packed as .gz, .bz2, .xz or .zst"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One file.

    Attributes:
        name: path or address.
        kind: what it holds, by its name.
        size: bytes; -1 where the place does not tell.
        mark: changes when the file changes (time, tag of the server); another mark with the same bytes does no harm.
    """

    name: str
    kind: InputKind
    size: int
    mark: str


def kind_by_name(name: str) -> InputKind | None:
    """What a file holds; None where it is of no kind that is read."""
    tail = name.split("?", 1)[0] if "://" in name else name
    return _KINDS.get(suffix_of(bare(tail)))


def find(targets: Sequence[str]) -> list[Input]:
    """The files of all targets, each once, in the order of their names.

    Raises:
        BatchError: a target is not there, or holds nothing that is read.
    """
    found: dict[str, Input] = {}
    for target in targets:
        names = list(_names(target))
        for name in names:
            found[name] = _input(name, target)
    return [found[name] for name in sorted(found)]


def _names(target: str) -> Iterator[str]:
    if not _is_address(target):
        try:
            yield from files_of(target, _is_read, READ)
        except (SourceError, OSError) as error:
            raise BatchError(str(error)) from None
        return
    try:
        system, path = fsspec.core.url_to_fs(target)
        if system.isdir(path):
            inside = [p for p in sorted(system.find(path)) if _is_read(p) and not _hidden(p[len(path) :])]
            if not inside:
                raise BatchError(f"{target}: holds no files that can be read ({READ})")
            yield from map(system.unstrip_protocol, inside)
        elif "*" in path or ("?" in path and "http" not in target[:5]) or "[" in path:
            inside = [p for p in sorted(system.glob(path)) if _is_read(p)]
            if not inside:
                raise BatchError(f"{target}: matches no file that can be read ({READ})")
            yield from map(system.unstrip_protocol, inside)
        else:
            yield target
    except (OSError, ImportError, ValueError) as error:
        raise BatchError(f"{target}: {error or type(error).__name__}") from None


def _is_address(target: str) -> bool:
    return "://" in target or "::" in target


def _is_read(name: str) -> bool:
    return kind_by_name(name) is not None


def _hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.split("/"))


def _input(name: str, target: str) -> Input:
    kind = kind_by_name(name)
    if kind is None:
        raise BatchError(f"{name}: is none of {READ}, by its name; `sijill read` reads other files")
    try:
        if not _is_address(name):
            said = os.stat(name)
            return Input(name, kind, said.st_size, f"{said.st_mtime_ns}")
        system, path = fsspec.core.url_to_fs(name)
        info: dict[str, Any] = system.info(path)
        size = info.get("size")
        return Input(name, kind, -1 if size is None else int(size), system.ukey(path)[:16])
    except FileNotFoundError:
        raise BatchError(f"{target}: no such file or folder") from None
    except (OSError, ImportError, ValueError) as error:
        raise BatchError(f"{name}: {error or type(error).__name__}") from None


def opened(name: str) -> BinaryIO:
    """A file's bytes, as they come.

    Raises:
        OSError: it cannot be opened.
    """
    if not _is_address(name):
        return open(name, "rb")
    system, path = fsspec.core.url_to_fs(name)
    if isinstance(system, LocalFileSystem):
        return open(path, "rb")
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Raw(system.open(path, "rb"))), _BLOCK))


class _Raw(io.RawIOBase):
    """A file of fsspec as a stream of Python's."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._inner.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()

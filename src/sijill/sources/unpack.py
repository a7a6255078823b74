"""What is packed, unpacked as a stream within bounds: gzip, bzip2, xz, Zstandard and ZIP, with archives that unfold without end refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from sijill.sources.errors import SourceError
from sijill.sources.kinds import READABLE, Packed, suffix_of

_HELD = 32 * 1024 * 1024  # bytes of an archive inside an archive that are held in memory, not on disk
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far packed input may unfold.

    Attributes:
        unpacked: bytes of all that one target unfolds to.
        ratio: how many times larger than packed. Arabic text packs to a sixth, JSON Lines of short reports to a fortieth at most;
            what packs to less than a two-hundredth is made to do harm.
        free: bytes up to which the ratio is not asked for.
        members: files of one archive.
        depth: archives inside archives.
    """

    unpacked: int = 16 * 1024**3
    ratio: int = 200
    free: int = 16 * 1024**2
    members: int = 200_000
    depth: int = 3


@dataclass(slots=True)
class Budget:
    """What one target may still unfold to."""

    limits: Limits
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.limits.unpacked

    def spend(self, size: int, unpacked: int, packed: int, where: str) -> None:
        """Count unpacked bytes.

        Raises:
            SourceError: the target unfolds beyond its bounds.
        """
        self.left -= size
        if self.left < 0:
            raise SourceError(where, None, f"unfolds to more than {self.limits.unpacked / 1073741824:g} GB; unpack it and give its parts")
        if unpacked > self.limits.free and unpacked > self.limits.ratio * max(1, packed):
            raise SourceError(
                where,
                None,
                f"unfolds to more than {self.limits.ratio} times its size, as archives made to fill a disk do; not read on",
            )


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner, self.size = inner, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.inner.read(size)
        self.size += len(data)
        return data


class _Inner(Protocol):
    """What gives unpacked bytes as they come."""

    def read1(self, size: int, /) -> bytes:
        """Some bytes; none at the end."""
        ...


class _Unpacked(io.RawIOBase):
    """An unpacking stream that keeps to its budget and names what is wrong with it."""

    def __init__(self, inner: _Inner, budget: Budget, where: str, packed: _Counted | int) -> None:
        self.inner, self.budget, self.where, self.packed, self.size = inner, budget, where, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.inner.read1(len(buffer))  # what there is, so that a stream cut short loses nothing that came
        except SourceError:
            raise
        except _BROKEN as error:
            raise SourceError(self.where, None, f"is broken or cut short ({error or type(error).__name__}); get it again") from None
        buffer[: len(data)] = data
        self.size += len(data)
        self.budget.spend(len(data), self.size, self.packed if isinstance(self.packed, int) else self.packed.size, self.where)
        return len(data)


def unpacked(kind: Packed, handle: BinaryIO, where: str, budget: Budget) -> io.BufferedReader:
    """The stream that a packed stream unfolds to."""
    counted = _Counted(handle)
    inner: _Inner
    if kind == "gzip":
        inner = gzip.GzipFile(fileobj=counted)
    elif kind == "bzip2":
        inner = bz2.BZ2File(cast(BinaryIO, counted))
    elif kind == "xz":
        inner = lzma.LZMAFile(cast(BinaryIO, counted))  # noqa: SIM115  closed with the stream
    else:
        inner = _Zstd(counted)
    return io.BufferedReader(_Unpacked(inner, budget, where, counted), 1 << 16)


class _Zstd:
    """Zstandard, frame after frame, by the library that reads Parquet. What is cut short says so."""

    def __init__(self, inner: _Counted) -> None:
        import pyarrow as pa  # no other kind of input needs it

        self._stream = pa.CompressedInputStream(pa.PythonFile(inner, mode="r"), "zstd")

    def read1(self, size: int, /) -> bytes:
        """Some bytes."""
        return bytes(self._stream.read(min(size, 1 << 16)))


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    name: str
    handle: io.BufferedReader


def unzip(handle: BinaryIO, where: str, budget: Budget, depth: int) -> Iterator[Member | SourceError]:
    """The readable files of a ZIP, one after the other, each as a stream; nothing is written under their names.

    Files of kinds that are not read (pictures, say) are passed over; an archive in which nothing can be read says so.
    """
    if depth >= budget.limits.depth:
        yield SourceError(where, None, f"is an archive inside {depth} others; unpack it and give what it holds")
        return
    held: BinaryIO | None = None
    try:
        if not handle.seekable():
            held = _held(handle)
        archive = zipfile.ZipFile(held or handle)
    except (SourceError, *_BROKEN) as error:
        if held is not None:
            held.close()
        yield error if isinstance(error, SourceError) else SourceError(where, None, f"is a broken ZIP ({error}); get it again")
        return
    with archive, held or nullcontext():
        files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) > budget.limits.members:
            yield SourceError(where, None, f"holds {len(files):,} files; {budget.limits.members:,} at most are read")
            return
        seen: set[str] = set()
        for info in files:
            name = info.filename
            if name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".") or suffix_of(name) not in READABLE:
                continue
            inside = f"{where}!{name}"
            reason = _unfit(info, seen)
            seen.add(name)
            if reason:
                yield SourceError(inside, None, reason)
                continue
            try:
                inner = cast(zipfile.ZipExtFile, archive.open(info))
            except _BROKEN as error:
                yield SourceError(inside, None, f"is broken ({error}); get the archive again")
                continue
            with inner:
                unpacked = _Unpacked(inner, budget, inside, info.compress_size)
                yield Member(name, io.BufferedReader(unpacked, 1 << 16))
        if not seen:
            yield SourceError(where, None, f"holds no file that can be read ({len(files):,} of other kinds)")


def _unfit(info: zipfile.ZipInfo, seen: set[str]) -> str:
    parts = info.filename.replace("\\", "/").split("/")
    if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or len(info.filename) > 1000:
        return "has a name that leads out of the archive; not read"
    if info.filename in seen:
        return "is a second file of the same name; not read"
    if info.flag_bits & 1:
        return "is locked with a password; unpack the archive and give its files"
    return ""


def _held(handle: BinaryIO) -> BinaryIO:
    """A stream where it can be read from any place; on disk where it is large."""
    held = cast(BinaryIO, SpooledTemporaryFile(max_size=_HELD))  # noqa: SIM115  the caller closes it
    try:
        shutil.copyfileobj(handle, held, 1 << 20)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return held

"""Where a command's output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click


@contextmanager
def opened(path: str | None) -> Iterator[IO[str]]:
    """A text stream, UTF-8 with line feeds. A file is written beside its place and renamed at the end.

    Raises:
        click.BadParameter: the file cannot be written there.
    """
    if path is None or path == "-":
        if sys.stdout is None:
            raise click.ClickException("standard output is closed; give -o FILE")
        yield sys.stdout
        sys.stdout.flush()
        return
    with _whole(path, binary=False) as stream:
        yield stream


@contextmanager
def opened_bytes(path: Path) -> Iterator[IO[bytes]]:
    """A stream of bytes into a file that appears whole or not at all.

    Raises:
        click.BadParameter: the file cannot be written there.
    """
    with _whole(str(path), binary=True) as stream:
        yield stream


@contextmanager
def _whole(path: str, binary: bool) -> Iterator[IO[Any]]:
    text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": "\n"}
    mode = "wb" if binary else "w"
    place = Path(path)
    if place.is_dir():
        raise click.BadParameter(f"{path} is a folder", param_hint="-o")
    if place.exists() and not place.is_file():  # a device or a pipe: nothing may be put in its place
        try:
            with place.open(mode, **text) as stream:
                yield stream
        except PermissionError as error:
            raise click.BadParameter(f"cannot write {path}: {error.strerror}", param_hint="-o") from None
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    except OSError as error:
        raise click.BadParameter(f"cannot write {path}: {error.strerror}", param_hint="-o") from None
    part = Path(name)
    try:
        with os.fdopen(handle, mode, **text) as stream:
            yield stream
        bits = os.umask(0)
        os.umask(bits)
        part.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~bits)
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise

"""The files that a path, a folder or a pattern names."""

from __future__ import annotations

import glob
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from sijill.sources.errors import SourceError
from sijill.sources.kinds import READABLE, suffix_of


def _readable(name: str) -> bool:
    return suffix_of(name) in READABLE


def files_of(target: str, readable: Callable[[str], bool] = _readable, kinds: str = ", ".join(sorted(READABLE))) -> Iterator[str]:
    """The files that a target names, in a fixed order, folder by folder; in folders only those of kinds that are read.

    Args:
        target: a file, a folder or a pattern.
        readable: whether a file of a folder is read, by its name.
        kinds: what is read, in words.

    Raises:
        SourceError: nothing is there, or a folder holds no file that can be read.
    """
    if "\0" in target:
        raise SourceError(target, None, "is not a path")
    here = Path(target)
    if here.is_dir():
        found = False
        for path in _below(target, readable):
            found = True
            yield path
        if not found:
            raise SourceError(target, None, f"holds no files that can be read ({kinds})")
        return
    if here.exists():
        yield target
        return
    matches = [path for path in sorted(glob.glob(target, recursive=True)) if os.path.isfile(path)] if glob.has_magic(target) else []
    if not matches:
        raise SourceError(target, None, "matches no file" if glob.has_magic(target) else "no such file or folder")
    yield from matches


def _below(folder: str, readable: Callable[[str], bool]) -> Iterator[str]:
    """Files in a folder and below; links to folders are not followed, so that none leads in a circle."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = os.path.join(root, name)
            if not name.startswith(".") and readable(name) and os.path.isfile(path):
                yield path


def opened(path: str) -> io.BufferedReader:
    """A file, open; a device or a pipe without end is none.

    Raises:
        SourceError: it is no file.
        OSError: it cannot be opened.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise SourceError(path, None, "is a device, not a file")
    return open(path, "rb")

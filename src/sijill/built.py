"""How this installation was made: of Python alone, or with the rooms that read an article compiled (`tools/compile.py`)."""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path


def built() -> str:
    """In two words, told by files alone: Python takes a compiled module before the source that lies beside it."""
    told = Path(__file__).parent / "reading"
    return "compiled" if any((told / f"report{suffix}").is_file() for suffix in EXTENSION_SUFFIXES) else "pure Python"

"""Readers: bytes, files, folders and JSON Lines in; reports out, or an error that says what to mend."""

from sijill.sources.errors import SourceError, harmless
from sijill.sources.files import Defaults, read_paths
from sijill.sources.language import Language, language_of
from sijill.sources.located import Located
from sijill.sources.text_files import LIMIT, LONGEST, decode, too_long

__all__ = [
    "LIMIT",
    "LONGEST",
    "Defaults",
    "Language",
    "Located",
    "SourceError",
    "decode",
    "harmless",
    "language_of",
    "read_paths",
    "too_long",
]

"""Readers: bytes, files, folders and JSON Lines in; reports out, or an error that says what to mend."""

from sijill.sources.errors import SourceError
from sijill.sources.files import Defaults, read_paths
from sijill.sources.language import Language, language_of
from sijill.sources.text_files import LIMIT, decode

__all__ = ["LIMIT", "Defaults", "Language", "SourceError", "decode", "language_of", "read_paths"]

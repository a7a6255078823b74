"""Every word of the desk in Arabic and English, by key.

The files of `wording/` hold them, one for each family of pages; a test compares the languages and finds keys that no
page uses. A key used by Python is written `say("key")`, in a template `{{ w('key') }}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Lang = Literal["ar", "en"]
LANGS: tuple[Lang, ...] = ("ar", "en")
FOLDER = Path(__file__).parent / "wording"


class WordingError(ValueError):
    """The words cannot be used: every fault, with its file and key."""


@cache
def wording() -> Mapping[str, Mapping[Lang, str]]:
    """The words by key and language.

    Raises:
        WordingError: a key stands twice, or lacks a language.
    """
    found: dict[str, Mapping[Lang, str]] = {}
    faults: list[str] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for key, said in (yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) or {}).items():
            if key in found:
                faults.append(f"{file.name}: {key}: stands twice")
            elif not isinstance(said, dict) or set(said) != set(LANGS) or not all(said.values()):
                faults.append(f"{file.name}: {key}: give ar and en, both not empty")
            else:
                found[key] = said
    if faults:
        raise WordingError("\n".join(faults))
    return found


class Words:
    """The words of one language: `words("key", n=3)`."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.dir = "rtl" if lang == "ar" else "ltr"

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key with what stands in their places.

        Raises:
            KeyError: there is no such key; a test finds those that pages use.
        """
        said = wording()[key][self.lang]
        return said.format(**values) if values else said

    def many(self, key: str, n: int) -> str:
        """The words for a number of things: `key.one`, `key.two` (Arabic counts two apart), `key.few` (3 to 10), else `key.many`.

        English has `one` and `many` alone, and says the same under the others.
        """
        form = "one" if n == 1 else "two" if n == 2 else "few" if 3 <= n % 100 <= 10 else "many"
        return self(f"{key}.{form}", n=f"{n:,}")


@cache
def words_in(lang: Lang) -> Words:
    """The words of a language."""
    return Words(lang)

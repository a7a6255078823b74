"""Words for people that a program can say in another language: a key, and what stands in the places of its words."""

from __future__ import annotations

from collections.abc import Mapping


class Said(str):
    """Words in English that also know their key and values, so that an edge can say the same in the reader's language.

    Attributes:
        key: of these words, the same for ever ("decision.own_correction").
        values: what stands in their places; may be `Said` in turn.
    """

    key: str
    values: Mapping[str, object]

    def __new__(cls, words: str, key: str = "", values: Mapping[str, object] | None = None) -> Said:
        """Words as they are; `said` makes them of a template."""
        made = super().__new__(cls, words)
        made.key, made.values = key, values or {}
        return made


def said(key: str, words: str, /, **values: object) -> Said:
    """The words of a key: a template in English, filled with these values."""
    return Said(words.format(**values), key, values)


def said_by(error: BaseException) -> Said:
    """What an error says, with its key; of an error that gives none the words alone, with the key ""."""
    found = next((one for one in error.args if isinstance(one, Said)), None)
    return found if found is not None else Said(str(error))

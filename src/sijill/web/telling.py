"""What a use case says of why something cannot be done, in the reader's language (`wording/why.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sijill.exports.evidence_words import FIELD_NAMES
from sijill.exports.labels import one, type_label
from sijill.model.said import Said, said_by
from sijill.web.words import Words, wording

_LONGEST = 400  # letters of one value
_COUNTS = frozenset({"many", "most", "line"})
_STATES = frozenset({"open", "approved", "refused"})


def why(words: Words, told: str) -> str:
    """The same in the reader's language; plain words, as a name or a value, come as they are.

    What has no key is shown in English alone: in Arabic something more general stands for it.
    """
    if not isinstance(told, Said) or not told:
        return str(told)
    key = f"why.{told.key}"
    if key not in wording():
        return str(told) if words.lang == "en" else words("why.other")
    values = {name: _shown(words, name, value, told.values) for name, value in told.values.items()}
    return wording()[key][words.lang].format(**values)


def why_of(words: Words, error: BaseException) -> str:
    """What an error says, in the reader's language."""
    return why(words, said_by(error))


def _shown(words: Words, name: str, value: object, beside: Mapping[str, object]) -> str:
    """What stands in a place of the words."""
    if isinstance(value, Said):
        return why(words, value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("؛ " if words.lang == "ar" else "; ").join(_shown(words, "", item, {}) for item in value)
    if words.lang == "ar" and isinstance(beside.get(f"{name}_ar"), str):
        value = beside[f"{name}_ar"]
    shown = str(value)
    if name == "field" and shown in FIELD_NAMES:
        return one(FIELD_NAMES[shown], words.lang)
    if name == "kind" and f"why.kind.{shown}" in wording():
        return words(f"why.kind.{shown}")
    if name == "type":
        return type_label(shown, words.lang)
    if name == "state" and shown in _STATES:
        return words(f"proposal.state.{shown}")
    if isinstance(value, int) and name in _COUNTS:
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.4g}"
    shown = shown[:_LONGEST]
    return f"\u2068{shown}\u2069" if words.lang == "ar" else shown  # Latin names keep their order among Arabic words

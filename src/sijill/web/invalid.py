"""What is wrong with a value of a form or of a body, as pydantic finds it: by a key, so that it is said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sijill.model.said import Said, said_by

# What pydantic's kinds of errors come to for whoever sent the value. Those that are not here come to "invalid.other".
_KEYS = {
    "missing": "missing", "extra_forbidden": "extra", "json_invalid": "json", "json_type": "json", "string_too_long": "longer",
    "string_too_short": "shorter", "too_long": "more", "too_short": "fewer", "string_pattern_mismatch": "pattern",
    "literal_error": "choice", "enum": "choice", "greater_than_equal": "least", "less_than_equal": "most", "greater_than": "above",
    "less_than": "below", "string_unicode": "unicode", "string_type": "text", "bool_type": "yes_no", "bool_parsing": "yes_no",
    "list_type": "list", "dict_type": "object", "model_type": "object", "model_attributes_type": "object",
}  # fmt: skip
_STARTS = (("int_", "whole"), ("float_", "number"), ("finite_", "number"), ("date_from", "day"), ("date_", "day"), ("datetime_", "time"))
# By pydantic's name of a bound, ours.
_BOUNDS = ("max_length", "min_length", "ge", "le", "gt", "lt", "expected", "pattern")


def invalid(fault: Mapping[str, Any]) -> Said:
    """One of pydantic's errors, with a key."""
    kind, beside = str(fault["type"]), fault.get("ctx") or {}
    if kind == "value_error" and isinstance(beside.get("error"), Exception):
        return said_by(beside["error"])
    key = _KEYS.get(kind) or next((key for start, key in _STARTS if kind.startswith(start)), "other")
    bound = next((str(beside[name])[:200] for name in _BOUNDS if name in beside), "")
    return Said(str(fault["msg"]), f"invalid.{key}", {"bound": bound})

"""Sijill reads Arabic news of armed conflict and keeps a register of what was reported.

    >>> from sijill import Report, read                                        # doctest: +SKIP
    >>> reading = read(Report("قُتل جنديان بانفجار عبوة ناسفة في بعقوبة أمس", published=date(2021, 9, 12)))
    >>> reading.events[0].place.evidence[0].quote
    'بعقوبة'

Names are looked up when they are first used, so that `import sijill` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sijill.api import Reading, Report, find_actors, find_numbers, find_places, find_quotes, find_times, read, to_frame

    __version__: str

# Where a name lives: the room itself, so that asking for one name does not import the others.
_HOMES = {
    "Reading": "sijill.model",
    "Report": "sijill.model",
    "find_actors": "sijill.reading.find",
    "find_numbers": "sijill.reading.find",
    "find_places": "sijill.reading.find",
    "find_quotes": "sijill.reading.find",
    "find_times": "sijill.reading.find",
    "read": "sijill.api",
    "to_frame": "sijill.exports.frame",
}

__all__ = [
    "Reading",
    "Report",
    "__version__",
    "find_actors",
    "find_numbers",
    "find_places",
    "find_quotes",
    "find_times",
    "read",
    "to_frame",
]


def __getattr__(name: str) -> object:
    """Names that are looked up on first use."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            found: object = version("sijill")
        except PackageNotFoundError:  # a checkout that was not installed
            found = "0+unknown"
    elif name in _HOMES:
        found = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'sijill' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)

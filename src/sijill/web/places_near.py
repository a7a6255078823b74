"""The places of the gazetteer about a point, for a person who picks one."""

from __future__ import annotations

import math

from sijill.knowledge.gazetteer import Gazetteer, Row

NEAREST = 12
_DEGREES = 1.5


def nearest(gazetteer: Gazetteer, lat: float, lon: float) -> list[Row]:
    """The places about a point, the nearest first, and the divisions there."""
    wide = math.cos(math.radians(lat))
    close = [r for r in gazetteer.rows if abs(r.lat - lat) < _DEGREES and abs(r.lon - lon) * wide < _DEGREES and r.kind != "region"]
    return sorted(close, key=lambda r: (r.lat - lat) ** 2 + ((r.lon - lon) * wide) ** 2)[:NEAREST]

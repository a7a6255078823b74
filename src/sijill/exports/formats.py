"""Every format by name: one place to find them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from sijill.exports.acled import acled
from sijill.exports.geojson import geojson
from sijill.exports.hxl import hxl
from sijill.exports.incident_record import jsonl, links
from sijill.exports.incident_rows import incidents_csv
from sijill.exports.info import Export, ExportInfo
from sijill.exports.parquet import parquet
from sijill.exports.plover import plover
from sijill.exports.ucdp import ucdp
from sijill.model import IncidentRecord

Format = Callable[[Iterable[IncidentRecord], ExportInfo], Export]
# The evidence pack is of one incident and needs its captures and decisions: `sijill.exports.evidence.evidence`.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "acled": acled,
        "ucdp": ucdp,
        "plover": plover,
        "hxl": hxl,
        "geojson": geojson,
        "parquet": parquet,
        "csv": incidents_csv,
        "jsonl": jsonl,
        "links": links,
    }
)

"""Incidents as Parquet, with a data dictionary inside and beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from sijill.exports.cells import table
from sijill.exports.incident_rows import INCIDENT_COLUMNS, incident_row
from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.told import ready
from sijill.model import IncidentRecord

GROUP = 10_000  # rows that are written at once
# Sort of a column → how Parquet holds it.
_TYPES: Mapping[str, str] = {"text": "string", "int": "int32", "float": "double", "date": "date32[day]", "list": "list<string>"}


def dictionary() -> list[dict[str, str]]:
    """The data dictionary: name, type, what stands in it and the field of the incident's record that it comes from."""
    return [{"column": name, "type": _TYPES[c.sort], "what": c.what, "source": c.source} for name, c in INCIDENT_COLUMNS.items()]


def parquet(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """One row an incident, the columns of the CSV with their own types; lists stay lists.

    The file's metadata hold the versions under `sijill` and the dictionary under `data_dictionary`, both JSON; each
    column's metadata say what stands in it. `dictionary.csv` beside it is the same for people.
    """
    kept, out = ready(records, info)
    sink = BytesIO()
    write_parquet(sink, kept, info)
    beside = {"dictionary.csv": table(["column", "type", "what", "source"], dictionary())}
    return finished("parquet", ".parquet", sink.getvalue(), len(kept), info, out, beside)


def write_parquet(sink: BinaryIO, kept: Iterable[IncidentRecord], info: ExportInfo) -> None:
    """Write incidents, in the order in which they come, `GROUP` at a time: no more than that is ever held."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "list": pa.list_(pa.string())}
    words = dictionary()
    schema = pa.schema(
        [
            pa.field(name, kinds[column.sort], metadata={"what": column.what, "source": column.source})
            for name, column in INCIDENT_COLUMNS.items()
        ],
        metadata={
            "sijill": json.dumps(info.stamp("parquet"), ensure_ascii=False),
            "data_dictionary": json.dumps(words, ensure_ascii=False),
        },
    )
    rows = (incident_row(record, info) for record in kept)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=GROUP)

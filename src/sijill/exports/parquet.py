"""Incidents as Parquet, with a data dictionary inside and beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO

from sijill.exports.cells import table
from sijill.exports.incident_rows import INCIDENT_COLUMNS, incident_row
from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.told import ready
from sijill.model import IncidentRecord

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
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "list": pa.list_(pa.string())}
    kept, out = ready(records, info)
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
    rows = pa.Table.from_pylist([incident_row(record, info) for record in kept], schema=schema)
    sink = BytesIO()
    pq.write_table(rows, sink, compression="zstd")
    beside = {"dictionary.csv": table(["column", "type", "what", "source"], words)}
    return finished("parquet", ".parquet", sink.getvalue(), len(kept), info, out, beside)

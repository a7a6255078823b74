"""The columns of a Parquet file as those of an article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from sijill.batch.engines import BatchError
from sijill.batch.tables import ARTICLES

# What an article is asked for, in the order of the documentation.
NAMES = ("id", "text", "title", "outlet", "published", "url", "country")


def columns_of(schema: pa.Schema, given: Mapping[str, str], name: str) -> dict[str, str]:
    """Our name of each column that the file has → the file's.

    Args:
        schema: of the file.
        given: our name → the file's, where they differ.
        name: of the file, for messages.

    Raises:
        BatchError: the file lacks a column, or one can be no text.
    """
    there = ", ".join(schema.names)[:300] or "none"
    lacking = [f"{ours}={theirs}" for ours, theirs in given.items() if theirs not in schema.names]
    if lacking:
        raise BatchError(f"{name}: has no column for --column {' --column '.join(lacking)}; its columns: {there}")
    wanted = {ours: given.get(ours, ours) for ours in NAMES if given.get(ours, ours) in schema.names}
    if "text" not in wanted:
        raise BatchError(
            f'{name}: has no column "text" with the article\'s words; its columns: {there}. '
            "Say which one holds them, for example --column text=body"
        )
    for ours, theirs in wanted.items():
        kind = schema.field(theirs).type
        if pa.types.is_nested(kind):
            raise BatchError(f"{name}: the column {theirs} holds {kind}, which is no {ours}; name another with --column {ours}=…")
    return wanted


def articles_of_table(batch: pa.RecordBatch, wanted: Mapping[str, str], name: str, first: int) -> pa.RecordBatch:
    """Rows of a Parquet file as rows of `ARTICLES`.

    Args:
        batch: the rows.
        wanted: our name of a column → the file's.
        name: of the file.
        first: the number of the first row, from 1.
    """
    size = batch.num_rows
    wrong: list[str | None] = [None] * size
    arrays: dict[str, pa.Array] = {ours: _texts(batch.column(theirs), theirs, wrong) for ours, theirs in wanted.items()}
    arrays["where"] = pa.array([name] * size, pa.string())
    arrays["line"] = pa.array(range(first, first + size), pa.int64())
    arrays["error"] = pa.array(wrong, pa.string())
    columns = [arrays.get(field.name, pa.nulls(size, field.type)) for field in ARTICLES]
    return pa.RecordBatch.from_arrays(columns, schema=ARTICLES)


def _texts(column: pa.Array, name: str, wrong: list[str | None]) -> pa.Array:
    """A column as text; what is none is null, with the reason in `wrong`."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column.validate(full=True)
            return column.cast(pa.string())
        except pa.ArrowInvalid:
            column = column.cast(pa.large_binary())
    values: list[str | None] = []
    for number in range(len(column)):
        try:
            values.append(_text(column[number].as_py()))
        except (UnicodeDecodeError, ValueError, OverflowError, pa.ArrowException) as error:
            values.append(None)
            wrong[number] = f"the column {name} holds what is no text ({error}); write it as UTF-8"
    return pa.array(values, pa.string())


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return None if value != value else f"{value:.15g}"  # NaN is what data frames write for nothing
    return str(value)

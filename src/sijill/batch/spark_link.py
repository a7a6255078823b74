"""Carrying the steps of linking on a cluster: Spark sorts the rows by key, and hands the values of each key to the step where they lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col

from sijill.batch.carried import NEEDED, ROWS, First, Row, Step
from sijill.batch.spark_session import batches, kept

Tell = Callable[[str, int, int], None]
_SCHEMA = "channel string not null, key string not null, value binary not null"


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows on the cluster."""

    rows: DataFrame

    def only(self, channel: str) -> Frame:
        """The rows of one channel."""
        return Frame(self.rows.where(col("channel") == channel))

    def empty(self) -> bool:
        """Whether there are none."""
        return bool(self.rows.isEmpty())

    def values(self) -> Iterator[bytes]:
        """Their values, some at a time."""
        return (bytes(row.value) for row in self.rows.select("value").toLocalIterator())


@dataclass(frozen=True, slots=True)
class Cluster:
    """Steps on a cluster.

    Attributes:
        spark: the session.
        events: the folder of the events' table, where every worker reaches it.
        work: folder for what goes between steps; so is this.
        parts: into which the keys of each step are put.
        tell: is told the step, and whether it is done.
    """

    spark: SparkSession
    events: Path
    work: Path
    parts: int
    tell: Tell

    def first(self, name: str, step: First) -> Frame:
        """Hand the table's rows to a step."""
        return self._kept(name, self.spark.read.parquet(str(self.events)).select(*NEEDED).mapInArrow(_Rows(step), _SCHEMA))

    def step(self, name: str, data: Sequence[Frame], step: Step) -> Frame:
        """Hand the rows to a step, all of a key together."""
        rows = reduce(DataFrame.unionAll, (frame.rows for frame in data)).select("key", "value")
        sorted_ = rows.repartition(self.parts, "key").sortWithinPartitions("key")
        return self._kept(name, sorted_.mapInArrow(_Keys(step), _SCHEMA))

    def _kept(self, name: str, made: DataFrame) -> Frame:
        self.tell(name, 0, 1)
        frame = Frame(kept(self.spark, made, str(self.work / name.replace(" ", "-"))))
        self.tell(name, 1, 1)
        return frame


@dataclass(frozen=True, slots=True)
class _Rows:
    """A first step as the function of `mapInArrow`."""

    step: First

    def __call__(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return batches((row for batch in given for row in self.step(batch)), ROWS)


@dataclass(frozen=True, slots=True)
class _Keys:
    """A step as the function of `mapInArrow`, of rows that are sorted by key."""

    step: Step

    def __call__(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return batches(self._rows(given), ROWS)

    def _rows(self, given: Iterator[pa.RecordBatch]) -> Iterator[Row]:
        pairs = (pair for batch in given for pair in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True))
        for key, found in groupby(pairs, key=_key):
            yield from self.step(key, [value for _, value in found])


def _key(pair: tuple[str, bytes]) -> str:
    return pair[0]

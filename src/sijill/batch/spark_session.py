"""A session of Spark: the cluster that is asked for, that of `spark-submit`, or one of this machine's cores."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from sijill.batch.engines import BatchError

# It is of data frames of pandas, which no step of ours uses.
warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",  # an event with its record is 3 kB
    "spark.sql.execution.arrow.maxBytesPerBatch": str(16 << 20),
    "spark.speculation": "false",  # two workers must not write one file
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a month is no number
    "spark.ui.showConsoleProgress": "false",
}
_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set where spark-submit started this process, which then knows the cluster


@contextmanager
def session(master: str | None, name: str) -> Iterator[SparkSession]:
    """A session that ends with the block.

    Args:
        master: the address of a cluster; None for that of spark-submit, or else all cores of this machine.
        name: by which the cluster's pages show the job.

    Raises:
        BatchError: there is no Java, no such cluster, or the job failed there.
    """
    builder = SparkSession.builder.appName(name)
    if master is not None or _SUBMITTED not in os.environ:
        builder = builder.master(master or "local[*]")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if (master or "local").startswith("local"):  # its workers run in folders of their own
            paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
            builder = builder.config("spark.executorEnv.PYTHONPATH", os.pathsep.join(paths))
    for key, value in _SETTINGS.items():
        builder = builder.config(key, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # Java is missing, or is older than what Spark needs
        raise BatchError(f"Spark did not start: {_said(error)}; it needs Java 17 or newer (JAVA_HOME) and a cluster that answers") from None
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    except PySparkException as error:
        raise BatchError(f"the job failed on the cluster: {_said(error)}; run the same command again to go on") from None
    finally:
        spark.stop()


def table(spark: SparkSession, rows: pa.Table) -> DataFrame:
    """A small table of ours as one of Spark's."""
    return spark.createDataFrame(rows.to_pylist(), from_arrow_schema(rows.schema))


def kept(spark: SparkSession, made: DataFrame, folder: str) -> DataFrame:
    """The rows, written to a folder that all can reach and read from there; what an earlier run wrote whole is not made again."""
    if not _whole(spark, folder):
        made.write.mode("overwrite").parquet(folder)
    return spark.read.schema(made.schema).parquet(folder)


def _whole(spark: SparkSession, folder: str) -> bool:
    """Whether Spark wrote a folder to its end."""
    java: Any = spark.sparkContext._jvm
    done = java.org.apache.hadoop.fs.Path(f"{folder}/_SUCCESS")
    return bool(done.getFileSystem(spark._jsparkSession.sessionState().newHadoopConf()).exists(done))


def _said(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    own = [line for line in lines if line.startswith("sijill.") or "Error:" in line]
    return (own[-1] if own else lines[0] if lines else type(error).__name__)[:300]


def batches(rows: Iterator[Sequence[object]], schema: pa.Schema, size: int = 1_000) -> Iterator[pa.RecordBatch]:
    """Rows in batches of some hundred."""
    held: list[Sequence[object]] = []
    for row in rows:
        held.append(row)
        if len(held) >= size:
            yield _batch(held, schema)
            held = []
    if held:
        yield _batch(held, schema)


def _batch(rows: list[Sequence[object]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.record_batch([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)

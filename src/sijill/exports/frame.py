"""Readings as a pandas data frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sijill.exports.csv_rows import COLUMNS, DATES, NUMBERS, rows_of
from sijill.model import Reading

if TYPE_CHECKING:
    import pandas


def to_frame(readings: Iterable[Reading] | Reading) -> pandas.DataFrame:
    """One row an event, the columns of the CSV; days are dates, counts are whole numbers that may be missing.

    Raises:
        ModuleNotFoundError: pandas is not installed (`pip install pandas`).
    """
    try:
        import pandas
    except ModuleNotFoundError:
        raise ModuleNotFoundError("a data frame needs pandas: pip install pandas") from None
    several = [readings] if isinstance(readings, Reading) else readings
    frame = pandas.DataFrame([row for reading in several for row in rows_of(reading)], columns=list(COLUMNS))
    for name in DATES:
        frame[name] = pandas.to_datetime(frame[name], format="%Y-%m-%d")
    for name in NUMBERS:
        frame[name] = frame[name].astype("Int64")
    for name in ("lat", "lon", "confidence"):
        frame[name] = frame[name].astype("float64")
    frame["aggregate"] = frame["aggregate"].astype("bool")
    return frame

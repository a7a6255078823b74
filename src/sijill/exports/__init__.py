"""Readings out: the event record, CSV, a table for people, a data frame, a page."""

from sijill.exports.csv_rows import COLUMNS, csv_text, rows_of
from sijill.exports.record import article_record, record_line

__all__ = ["COLUMNS", "article_record", "csv_text", "record_line", "rows_of"]

"""Mentions to events: `read_report` tells the whole story."""

from sijill.reading.explain import Explanation, explain
from sijill.reading.report import read_report

__all__ = ["Explanation", "explain", "read_report"]

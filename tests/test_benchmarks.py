"""The benchmarks run and tell all that they promise. Nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def told(*command: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, ROOT / "benchmarks" / command[0], *command[1:], "--json"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_bench_tells_of_one_process_and_of_two() -> None:
    result = told("bench.py", "--articles", "12", "--starts", "1", "--alone", "--letters", "300")
    assert [(row["name"], row["processes"]) for row in result["rows"]] == [("sijill read", 1), ("sijill read", 2), ("sijill names", 1)]
    one, two, names = result["rows"]
    assert one["found"] == two["found"] > 0
    assert names["found"] > 0
    assert two["all_mb"] > two["peak_mb"] > 0
    assert result["spacy"] is None
    assert result["starts"][0]["name"] == "python -c pass"
    assert all(ratio > 0 for ratio in result["growth"].values())
    assert len(result["growth"]) == 3


def test_matcher_tells_of_ours() -> None:
    result = told("matcher.py", "--repeat", "1")
    assert result["own, ranges of words found"] > 0
    assert result.get("ranges found by both", result["own, ranges of words found"]) == result["own, ranges of words found"]

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


def test_matcher_tells_of_ours() -> None:
    result = told("matcher.py", "--repeat", "1")
    assert result["own, ranges of words found"] > 0
    assert result.get("ranges found by both", result["own, ranges of words found"]) == result["own, ranges of words found"]


def test_linking_tells_pairs_other_thresholds_and_weights(tmp_path: Path) -> None:
    bomb = "قُتل جنديان بانفجار عبوة ناسفة شمالي بعقوبة {}، وفق الشرطة."
    arrest = "اعتقلت الشرطة العراقية {} مسلحين في الموصل أمس."
    rows = [
        ("a1", "2021-09-12", bomb.format("أمس"), "bomb"),
        ("a2", "2021-09-13", bomb.format("أول أمس"), "bomb"),
        ("a3", "2021-09-12", arrest.format("أربعة"), "arrest"),
        ("a4", "2021-09-12", arrest.format("خمسة"), "arrest"),
    ]
    reports = [
        {"id": i, "outlet": "صحيفة", "published": day, "title": None, "text": text, "incidents": [name]} for i, day, text, name in rows
    ]
    coded = [
        {"internal_id": "bomb", "incident_date": "2021-09-11", "location_ar": "بعقوبة", "civilian_deaths_min": 1,
         "civilian_deaths_max": 2},
        {"internal_id": "arrest", "incident_date": "2021-09-01", "location_ar": "الموصل", "civilian_deaths_min": 0,
         "civilian_deaths_max": 0},
    ]  # fmt: skip
    for name, lines in (("dev", reports), ("dev_incidents", coded)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    links = tmp_path / "links.jsonl"
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "linking.py", tmp_path, "--sweep", "--fit", "--details", "--links", links],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "pairs together 2, ours 2: P 1.000 R 1.000 F1 1.000" in done.stdout
    assert "of them one of ours has the day and the place: 1 (0.500)" in done.stdout
    assert "none: arrest 2021-09-01" in done.stdout
    assert "the deaths lie within: 1 of 1" in done.stdout
    assert done.stdout.count("our groups P") == 9
    assert "fitted to 2 pairs of reports near in time and space, 2 of them together" in done.stdout
    found = [json.loads(line)["reports"] for line in links.read_text(encoding="utf-8").splitlines()]
    assert sorted(found) == [["a1", "a2"], ["a3", "a4"]]

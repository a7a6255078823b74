"""Our scorer beside the shared one, to four decimals."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sijill.evaluation import RecordError, Score, details_of, evaluate, gold_article, predicted_article
from sijill.evaluation.records import GROUNDED

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "eval" / "score.py"
Json = dict[str, Any]


def lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def shared_scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip("../shared/eval/score.py is not here: nothing to compare with")
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record_of(gold: Json) -> Json:
    """A perfect prediction, made from the annotation itself."""
    events = []
    for event in gold["events"]:
        made = {k: copy.deepcopy(v) for k, v in event.items() if k != "mentions"}
        spans = []
        for number, words in event["mentions"]:
            start = gold["text"].index(words, gold["sentences"][number][0])
            spans.append([start, start + len(words)])
        made["evidence"] = dict.fromkeys(GROUNDED, spans)
        events.append(made)
    return {"article": {"id": gold["id"]}, "relevant": gold["relevant"], "events": events}


def perturbed(record: Json, rng: random.Random) -> Json:
    """The same prediction with the faults that a reader makes."""
    out = copy.deepcopy(record)
    events: list[Json] = []
    for event in out["events"]:
        if rng.random() < 0.15:
            continue
        if rng.random() < 0.2:
            event["type"] = rng.choice(["armed_attack", "arrest", "protest", "agreement", "deployment", "nothing_known"])
        if rng.random() < 0.2:
            event["status"] = rng.choice(["new", "background"])
        if rng.random() < 0.2:
            event["date"] = rng.choice(
                [None, {"start": "2014-01-01", "end": "2014-01-01", "precision": "day"}, {"start": None, "end": None, "precision": "none"}]
            )
        if rng.random() < 0.2 and event["place"]:
            event["place"]["lat"] = (event["place"].get("lat") or 30) + rng.choice([0.1, 0.3, 3])
        if rng.random() < 0.2 and event["place"]:
            event["place"]["admin1"] = rng.choice([None, "Ninawa", "North Sinai", "Al " + str(event["place"].get("admin1"))])
        if rng.random() < 0.2:
            event["killed"] = rng.choice([None, [0, 0], [1, 3], []])
        if rng.random() < 0.3:
            event["perpetrators"] = [{"text": w, "label": "x"} for p in event["perpetrators"] for w in p["text"]]
        if rng.random() < 0.2:
            event["targets"] = list(reversed(event["targets"]))[:1]
        if rng.random() < 0.2:
            event["evidence"].pop(rng.choice(["date", "place", "killed", "type"]), None)
        if rng.random() < 0.1:
            event["evidence"]["place"] = [[5, 5], [0, 10**7]]
        if rng.random() < 0.1:
            event["aggregate"] = not event["aggregate"]
        if rng.random() < 0.1:
            event.pop("weapons")
        events.append(event)
        if rng.random() < 0.15:
            events.append(copy.deepcopy(event))
    rng.shuffle(events)
    out["events"] = events
    if rng.random() < 0.1:
        out["relevant"] = not out["relevant"]
    return out


def ours(golds: list[Json], predictions: dict[str, Json]) -> Score:
    return evaluate(map(gold_article, golds), {k: predicted_article(v) for k, v in predictions.items()})


def assert_same(golds: list[Json], predictions: dict[str, Json]) -> None:
    theirs = shared_scorer().score(golds, predictions)
    mine = ours(golds, predictions)
    for name in ("articles", "articles_without_a_record", "whole_record_right", "values_without_evidence", "values"):
        assert getattr(mine, name) == theirs[name], name
    for name in ("relevance", "events", "new_events"):
        figures = getattr(mine, name)
        assert {k: getattr(figures, k) for k in ("p", "r", "f1", "gold", "predicted")} == theirs[name], name
    assert list(mine.fields) == list(theirs["fields"])
    for name, figures in mine.fields.items():
        assert {k: getattr(figures, k) for k in ("p", "r", "f1", "gold", "predicted")} == theirs["fields"][name], name


def gold_files() -> list[Path]:
    return [p for p in (SHARED / "gold" / "dev.jsonl", ROOT / "corpus" / "gold.jsonl") if p.exists()]


@pytest.mark.parametrize("seed", range(6))
def test_figures_equal_the_shared_scorers(seed: int) -> None:
    """On every annotated collection at hand, with predictions of all degrees of wrongness."""
    shared_scorer()
    rng = random.Random(seed)
    for path in gold_files():
        golds = lines(path)
        records = {g["id"]: record_of(g) for g in golds if rng.random() > 0.05}
        if seed:
            records = {k: perturbed(r, rng) for k, r in records.items()}
        assert_same(golds, records)


def test_no_predictions_at_all() -> None:
    for path in gold_files():
        assert_same(lines(path), {})


GOLD: Json = {
    "id": "a",
    "text": "اغتال مسلحون ضابطا في بغداد أمس. واعتقلت الشرطة ثلاثة أشخاص في البصرة.",
    "sentences": [[0, 32], [33, 70]],
    "relevant": True,
    "events": [
        {
            "type": "assassination", "status": "new", "aggregate": False, "factuality": "asserted", "mentions": [[0, "اغتال"]],
            "date": {"start": "2020-03-01", "end": "2020-03-01", "precision": "day"}, "time": None,
            "place": {"text": "بغداد", "name": "Baghdad", "admin1": "Baghdad", "country": "IQ", "lat": 33.3, "lon": 44.4,
                      "precision": "town"},
            "perpetrators": [{"text": ["مسلحون"], "label": "gunmen", "kind": "unidentified_armed"}],
            "targets": [{"text": ["ضابطا"], "label": "officer", "kind": "state_forces"}],
            "claimed_by": [], "weapons": [], "killed": [1, 1], "wounded": None, "captured": None, "sources": [],
        },
        {
            "type": "arrest", "status": "new", "aggregate": False, "factuality": "asserted", "mentions": [[1, "واعتقلت"]],
            "date": {"start": None, "end": None, "precision": "none"}, "time": None,
            "place": {"text": "البصرة", "name": "Basra", "admin1": "Basra", "country": "IQ", "lat": 30.5, "lon": 47.8, "precision": "town"},
            "perpetrators": [{"text": ["الشرطة"], "label": "police", "kind": "state_forces"}],
            "targets": [{"text": ["ثلاثة أشخاص"], "label": "three people", "kind": "civilians"}],
            "claimed_by": [], "weapons": [], "killed": None, "wounded": None, "captured": [3, 3], "sources": [],
        },
    ],
}  # fmt: skip


def test_all_right_needs_no_words() -> None:
    record = record_of(GOLD)
    score = ours([GOLD], {"a": record})
    assert score.new_events.f1 == score.whole_record_right == 1.0
    assert score.values_without_evidence == 0
    assert details_of(gold_article(GOLD), predicted_article(record)) == []


def test_details_name_what_was_missed_and_where() -> None:
    record = record_of(GOLD)
    del record["events"][1]
    (missed,) = details_of(gold_article(GOLD), predicted_article(record))
    assert (missed.kind, missed.trigger) == ("missed", "واعتقلت")
    assert "البصرة" in missed.sentence
    assert missed.hint == "no trigger was read in its sentence"


def test_details_name_what_is_spurious() -> None:
    record = record_of(GOLD)
    extra = copy.deepcopy(record["events"][0])
    record["events"].append(extra)
    (spurious,) = details_of(gold_article(GOLD), predicted_article(record))
    assert spurious.kind == "spurious"
    assert "assassination" in spurious.hint
    assert "«اغتال»" in spurious.hint


def test_details_set_gold_beside_ours() -> None:
    record = record_of(GOLD)
    record["events"][0]["killed"] = [2, 2]
    record["events"][0]["targets"] = []
    (differs,) = details_of(gold_article(GOLD), predicted_article(record))
    assert [(d.field, d.gold, d.ours) for d in differs.differences] == [("killed", "1", "2"), ("targets", "ضابطا / officer", "–")]


def test_values_without_evidence_are_told() -> None:
    record = record_of(GOLD)
    del record["events"][0]["evidence"]["killed"]
    found = details_of(gold_article(GOLD), predicted_article(record))
    assert [(d.kind, d.hint) for d in found] == [("no evidence", "values that point at no words: killed")]
    assert ours([GOLD], {"a": record}).values_without_evidence == 1


def test_a_malformed_annotation_says_what_it_needs() -> None:
    with pytest.raises(RecordError, match='needs "sentences"'):
        gold_article({"id": "a", "text": "x"})
    broken = copy.deepcopy(GOLD)
    broken["events"][0]["mentions"] = [[9, "x"]]
    with pytest.raises(RecordError, match="a sentence that is not there"):
        gold_article(broken)
    with pytest.raises(RecordError):
        predicted_article({"events": []})

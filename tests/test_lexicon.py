"""The lexicon's own tests, and how its faults are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sijill.knowledge import LexiconError, event_types, lexicon_folder
from sijill.knowledge.files import RawEntry
from sijill.knowledge.lexicon import build
from sijill.knowledge.load import LEXICAL, compile_knowledge, load, raw_entries
from sijill.reading.proof import prove, prove_entry

HOME = lexicon_folder()


@pytest.fixture(scope="module")
def entries() -> list[RawEntry]:
    found, faults = raw_entries(HOME)
    assert not faults
    return found


def test_every_example_of_every_entry_holds() -> None:
    count, faults = prove(HOME)
    assert not faults, "\n".join(map(str, faults))
    assert count > 5000


def test_every_entry_has_a_sentence_that_matches_and_one_that_it_ignores(entries: list[RawEntry]) -> None:
    assert [e.id for e in entries if not (e.examples("matches") and e.examples("ignores"))] == []


def test_every_event_type_has_triggers(entries: list[RawEntry]) -> None:
    assert {e.meaning("type") for e in entries if e.file.startswith("triggers/")} >= set(event_types())


def test_every_file_states_source_and_licence() -> None:
    for path in sorted(HOME.rglob("*")):
        if path.suffix in {".yaml", ".tsv", ".txt"}:
            head = path.read_text(encoding="utf-8")[:3000].lower()
            assert "licen" in head or "apache-2.0" in head or "cc-by" in head, path
            assert "source" in head or "written for sijill" in head, path


def test_an_example_that_does_not_hold_is_told_with_what_was_found() -> None:
    entry = RawEntry(
        "actors/x.yaml", "actor.x",
        {
            "id": "actor.x", "say": ["كتيبة الفجر"], "means": {"label": "X", "kind": "militia"},
            "matches": [{"text": "تقدم لواء الفجر", "finds": "لواء الفجر"}], "ignores": [{"text": "هاجمت كتيبة الفجر", "why": "wrong"}],
        },
    )  # fmt: skip
    told = [str(f) for f in prove_entry(entry, build([entry]))]
    assert told == [
        "actors/x.yaml: actor.x: should find «لواء الفجر» in «تقدم لواء الفجر» and found nothing",
        "actors/x.yaml: actor.x: should find nothing in «هاجمت كتيبة الفجر» and took «كتيبة الفجر»",
    ]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    shutil.copytree(HOME, tmp_path / "lexicon", ignore=shutil.ignore_patterns("hand", "build"))
    return tmp_path / "lexicon"


def test_all_faults_are_told_at_once_with_file_and_entry(broken: Path) -> None:
    (broken / "triggers" / "zz.yaml").write_text(
        "source: s\nlicence: l\nentries:\n"
        "  - {id: trigger.zz, pos: verb, say: [قفز], means: {type: jump, frame: leap, rank: high}}\n"
        "  - {say: [نط]}\n",
        encoding="utf-8",
    )
    (broken / "actors" / "zz.yaml").write_text("entries: [", encoding="utf-8")
    with pytest.raises(LexiconError) as told:
        compile_knowledge(broken)
    text = str(told.value)
    for part in (
        "triggers/zz.yaml: trigger.zz: needs `matches`",
        "triggers/zz.yaml: trigger.zz: needs `ignores`",
        "`means.rank` 'high' is none of",
        "triggers/zz.yaml: entry 2: needs an `id`",
        "actors/zz.yaml: the file: is not YAML",
    ):
        assert part in text


def test_an_id_is_taken_once(broken: Path) -> None:
    source = broken / "weapons" / "weapons.yaml"
    (broken / "weapons" / "again.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    _, faults = raw_entries(broken)
    assert any("the id is taken by an entry in weapons/again.yaml" in str(f) for f in faults)


def test_the_version_changes_with_the_words(broken: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = load(broken).version
    path = broken / "weapons" / "weapons.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    load.cache_clear()
    assert load(broken).version != before


def test_the_cache_gives_what_compiling_gives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load.cache_clear()
    compiled = load(HOME)
    load.cache_clear()
    assert load(HOME) == compiled
    (cached,) = (tmp_path / "sijill").iterdir()
    cached.write_bytes(b"broken")
    load.cache_clear()
    assert load(HOME) == compiled


def test_the_rooms_hold_entries() -> None:
    found, _ = raw_entries(HOME)
    assert {e.file.split("/")[0] for e in found} >= set(LEXICAL) - {"places"}

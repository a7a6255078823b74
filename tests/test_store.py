"""Imported gazetteers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sijill.store.places import COMMIT_EVERY, HOPELESS, DumpError, PlacesDatabase, Skipped, Step, fold_name, import_dump


def row(ident: int, name: str, others: str, code: str = "PPL", feature: str = "P", admin1: str = "07", population: int = 0) -> str:
    place = f"{ident}|{name}|{name}|{others}|33.3|44.4|{feature}|{code}|IQ||{admin1}||||{population}||34|Asia/Baghdad|2024-01-01"
    return place.replace("|", "\t")


def dump(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def steps(store: PlacesDatabase, file: Path, kind: str = "geonames") -> list[Step]:
    return [s for s in import_dump(store, file, kind) if isinstance(s, Step)]


def skipped(store: PlacesDatabase, file: Path, kind: str = "geonames") -> list[str]:
    return [s.message for s in import_dump(store, file, kind) if isinstance(s, Skipped)]


def test_geonames_names_are_found_however_spelled(tmp_path: Path) -> None:
    file = dump(
        tmp_path / "IQ.txt",
        row(1, "Baghdad", "بغداد,Bagdad", population=5_672_513),
        row(2, "Al Basrah", "البصرة", "PPLA"),
        row(3, "Muḩāfaz̧at Baghdād", "محافظة بغداد", "ADM1", "A"),
        row(4, "Some Vegetation", "غابة", "FRST", "V"),
    )
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        assert [s.share for s in steps(store, file)] == [1.0]
        assert store.count() == 3
        (found,) = store.candidates(["بَغداد"])
        assert (found.id, found.name, found.name_ar, found.kind, found.country) == ("geonames:1", "Baghdad", "بغداد", "town", "IQ")
        assert found.admin1 == "Muḩāfaz̧at Baghdād"
        assert [p.id for p in store.candidates(["بصره", "BAGDAD"])] == ["geonames:1", "geonames:2"]
        assert store.candidates([]) == store.candidates([""]) == []
        assert store.candidates(["غابة"]) == []


def test_an_import_goes_on_where_it_stopped(tmp_path: Path) -> None:
    count = COMMIT_EVERY + 10
    file = dump(tmp_path / "all.txt", *(row(i, f"place {i}", "") for i in range(count)))
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        first = next(import_dump(store, file, "geonames"))
        assert isinstance(first, Step)
        assert first.places == COMMIT_EVERY  # and no further, as if it were broken off
        assert store.count() == COMMIT_EVERY
        reached, done = store.reached(file, "geonames")
        assert 0 < reached < file.stat().st_size
        assert not done
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        assert [s.places for s in steps(store, file)] == [10]
        assert store.count() == count
        assert [s.places for s in steps(store, file)] == [0]  # a second time is no work


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\tb\n", "IQ.txt:1: has 2 columns where a GeoNames table has 19"),
        (row(1, "x", "").replace("33.3", "north") + "\n", "IQ.txt:1: coordinates"),
    ],
)
def test_a_bad_line_is_skipped_and_told(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "IQ.txt"
    file.write_text(text + row(2, "Sirte", "سرت") + "\n")
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        for _ in range(2):  # it is told again: such a file is never done
            (message,) = skipped(store, file)
            assert told in message
            assert store.count() == 1
        file.write_text(row(1, "Mosul", "الموصل") + "\n" + row(2, "Sirte", "سرت") + "\n")
        assert skipped(store, file) == []
        assert store.count() == 2


def test_a_bad_line_after_a_break_keeps_its_number(tmp_path: Path) -> None:
    file = dump(tmp_path / "all.txt", *(row(i, f"place {i}", "") for i in range(COMMIT_EVERY)), "short", row(9999, "last", ""))
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        next(import_dump(store, file, "geonames"))
        assert [m.split(" ")[0] for m in skipped(store, file)] == [f"{file}:{COMMIT_EVERY + 1}:"]
        assert store.count() == COMMIT_EVERY + 1


def test_a_file_without_a_good_line_is_given_up(tmp_path: Path) -> None:
    file = dump(tmp_path / "x.txt", *["a\tb"] * (HOPELESS + 5))
    with PlacesDatabase(tmp_path / "p.sqlite") as store, pytest.raises(DumpError, match=f"x.txt:{HOPELESS}: has 2 columns"):
        steps(store, file)
    with PlacesDatabase(tmp_path / "q.sqlite") as store, pytest.raises(DumpError, match="no place was found in it"):
        steps(store, dump(tmp_path / "y.txt", "a\tb"))


def test_a_code_without_its_division_is_no_name(tmp_path: Path) -> None:
    file = dump(tmp_path / "IQ.txt", row(1, "Kharab", "خراب", admin1="07"), row(2, "Other", "أخرى", admin1="09"))
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        steps(store, file)
        assert [p.admin1 for p in store.candidates(["خراب"])] == [None]
        steps(store, dump(tmp_path / "more.txt", row(3, "Baghdad Governorate", "محافظة بغداد", "ADM1", "A")))
        assert [p.admin1 for p in store.candidates(["خراب"])] == ["Baghdad Governorate"]


def test_whosonfirst_csv_of_bad_rows(tmp_path: Path) -> None:
    file = tmp_path / "wof.csv"
    good = b"7,Sirte,locality,31.2,16.6\n"
    file.write_bytes(b"id,name,placetype,lat,lon\n8,x\n9,y,locality,north,1\n10,\xff\xfe,locality,1,1\n" + good)
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        told = skipped(store, file, "whosonfirst")
        assert [m.removeprefix(f"{file}:") for m in told] == [
            "2: has fewer columns than the first line", "3: coordinates are no numbers", "4: is no UTF-8",
        ]  # fmt: skip
        assert store.count() == 1
    binary = tmp_path / "bin.txt"
    binary.write_bytes(bytes(range(256)) * 50)
    with PlacesDatabase(tmp_path / "q.sqlite") as store, pytest.raises(DumpError, match=r"bin\.txt:1: needs the columns"):
        steps(store, binary, "whosonfirst")


def test_whosonfirst_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "wof.db"
    with closing(sqlite3.connect(file)) as db, db:
        db.executescript(
            """
            CREATE TABLE spr (id TEXT, name TEXT, placetype TEXT, country TEXT, latitude REAL, longitude REAL, is_current INTEGER);
            CREATE TABLE names (id INTEGER, language TEXT, name TEXT);
            CREATE TABLE ancestors (id INTEGER, ancestor_id INTEGER, ancestor_placetype TEXT);
            INSERT INTO spr VALUES ('10', 'Ninawa', 'region', 'IQ', 36.3, 43.1, 1), ('11', 'Mosul', 'locality', 'IQ', 36.3, 43.1, 1),
              ('12', 'Gone', 'locality', 'IQ', 36.3, 43.1, 0), ('13', 'Earth', 'planet', '', 0, 0, 1);
            INSERT INTO names VALUES (11, 'ara', 'الموصل');
            INSERT INTO ancestors VALUES (11, 10, 'region');
            """
        )
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        list(import_dump(store, file, "whosonfirst"))
        (mosul,) = store.candidates(["موصل"])
        assert (mosul.id, mosul.kind, mosul.admin1, mosul.name_ar) == ("wof:11", "town", "Ninawa", "الموصل")
        assert store.count() == 2


def test_whosonfirst_csv(tmp_path: Path) -> None:
    file = tmp_path / "wof.csv"
    file.write_text(
        "id,name,placetype,lat,lon,iso_country,name_ara\n7,Sirte,locality,31.2,16.6,LY,سرت\n8,x,continent,1,1,,\n", encoding="utf-8"
    )
    with PlacesDatabase(tmp_path / "p.sqlite") as store:
        list(import_dump(store, file, "whosonfirst"))
        assert [p.id for p in store.candidates(["سِرت"])] == ["wof:7"]
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    with PlacesDatabase(tmp_path / "q.sqlite") as store, pytest.raises(DumpError, match="needs the columns"):
        list(import_dump(store, bad, "whosonfirst"))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"
    path.write_text("this is not a database, whatever its name says; it is long enough to be read as one")
    with pytest.raises(DumpError, match="give another --database"):
        PlacesDatabase(path)


def test_folding_of_names() -> None:
    assert fold_name("الإسكندرية") == fold_name("اسكندريه") == "اسكندريه"
    assert fold_name("  Al  Basrah ") == "al basrah"

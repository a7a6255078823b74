"""What the pages on the register say of the program is compared with the program."""

from __future__ import annotations

import re
from pathlib import Path

from sijill.cli.decide import _FIELDS
from sijill.link import LEVELS, SAME, UNSURE
from sijill.link.levels import START
from sijill.register.review import KINDS
from sijill.register.values import FIELDS
from sijill.store.making import APPEND_ONLY
from sijill.store.schema import metadata

DOCS = Path(__file__).resolve().parents[1] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_table_and_column_is_in_the_reference() -> None:
    sections = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", page("reference/tables.md"), re.MULTILINE | re.DOTALL))
    assert list(sections) == list(metadata.tables)
    for name, table in metadata.tables.items():
        assert re.findall(r"^\| `(\w+)` \|", sections[name], re.MULTILINE) == [column.name for column in table.columns]


def test_frozen_tables_are_named() -> None:
    head = page("reference/tables.md").split("\n## ", 1)[0]
    (frozen,) = re.findall(r"^(`versions`.*) refuse", head, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", frozen)) == set(APPEND_ONLY)


def test_the_weights_that_the_page_gives_are_those_of_the_program() -> None:
    shown = page("explanation/linking.md")
    told: dict[str, list[float]] = {}
    for name, cells in re.findall(r"^\| (\w+) \| (.*[+−]\d\.\d.*) \|$", shown, re.MULTILINE):
        told[name] = [float(found.replace("−", "-")) for found in re.findall(r"(?<![\w.])(?:[+−]\d\.\d|0(?=;))", cells)]
    ours: dict[str, list[float]] = {}
    for level in LEVELS.values():
        ours.setdefault(level.comparison, []).append(level.weight)
    assert {name: sorted(weights) for name, weights in told.items()} == {name: sorted(weights) for name, weights in ours.items()}
    for number in (START, UNSURE, SAME):
        assert str(number).replace("-", "−") in shown


def test_fields_and_kinds_of_decisions_are_told() -> None:
    assert re.findall(r"\w+", _FIELDS.replace(" or ", ", ")) == list(FIELDS)
    assert [kind for kind in KINDS if f"`{kind}`" not in page("explanation/register.md")] == []

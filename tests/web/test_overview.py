"""The first page: its figures are those of the register, and lead to the lists that they count."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sijill.web.catalogue import FRESH_COUNTS, Catalogue
from sijill.web.charts import HEIGHT, MOST_COLUMNS, WIDTH, timeline
from sijill.web.filters import hijri
from tests.web.desks import Desk, gold, knowledge, parsed, reader

__all__ = ["gold", "knowledge", "reader"]


def count_at(reader: Desk, address: str) -> int:
    found = re.search(r'class="count"[^>]*><strong>([^<]*)', reader.page(address + "&lang=en"))
    assert found is not None
    words = found.group(1)
    digits = re.sub(r"\D", "", words)
    return int(digits) if digits else {"One incident": 1, "Two incidents": 2}[words]


def test_every_figure_leads_to_as_many(reader: Desk) -> None:
    page = parsed(reader.page("/", "en"))
    figures = page.xpath("//ul[contains(@class, 'figures')]//a")
    assert len(figures) == 4
    for figure in figures:
        assert count_at(reader, str(figure.get("href"))) == int(figure.xpath("./b")[0].text.replace(",", ""))
    for row in page.xpath("//table[contains(@class, 'bars')]/tbody/tr"):
        link, many = row.xpath(".//a/@href")[0], int(row.xpath("./td[contains(@class,'number')]")[0].text)
        assert count_at(reader, str(link)) == many


def test_the_drawing_and_its_table_say_the_same(reader: Desk) -> None:
    page = parsed(reader.page("/", "en"))
    drawn = [str(title) for title in page.xpath("//figure//a/title/text()")]
    rows = [" ".join(cell.text_content() for cell in row) for row in page.xpath("//div[contains(@class, 'tall')]//tr[td]")]
    assert sorted(title.replace(": ", " ") for title in drawn) == sorted(rows)
    assert sum(int(title.rsplit(" ", 1)[1]) for title in drawn) == sum(reader.register.counts("day").values())


def test_what_came_in_and_what_is_contested(reader: Desk) -> None:
    text = " ".join(parsed(reader.page("/", "en")).text_content().split())
    assert "gold.jsonl" in text
    assert "story.jsonl" in text
    assert "Most contested" in text
    assert f"{reader.register.count_reports()} reports make {reader.register.count()} incidents" in text


_DAYS = st.dictionaries(st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.isoformat), st.integers(1, 50), min_size=1, max_size=30)


@given(_DAYS, st.sampled_from(["ar", "en"]))
def test_a_timeline_holds_every_figure_once(days: dict[str, int], lang: str) -> None:
    found = timeline(days, "ar" if lang == "ar" else "en")
    assert found is not None
    assert sum(column.many for column in found.columns) == sum(days.values())
    assert len(found.columns) <= MOST_COLUMNS + 2
    for before, after in zip(found.columns, found.columns[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)
        assert (after.x > before.x) == (lang == "en")
    for column in found.columns:
        assert column.x >= 0
        assert column.x + column.width <= WIDTH + 0.01
        assert abs(column.y + column.height - HEIGHT) < 0.01
    assert max(column.height for column in found.columns) == HEIGHT


def test_no_days_no_timeline() -> None:
    assert timeline({}, "en") is None


def test_hijri_days() -> None:
    assert hijri(date(2021, 9, 12), "en") == "5 Safar 1443 AH"
    assert hijri(date(2021, 9, 12), "ar") == "5 صفر 1443 هـ"
    assert hijri(date(1800, 1, 1), "en") == ""
    assert hijri(None, "ar") == ""


def test_figures_are_kept_for_a_moment_and_forgotten_after_a_change(reader: Desk) -> None:
    now = [0.0]
    made = iter(range(100))
    catalogue = Catalogue(reader.register, reader.workshop.knowledge, lambda: now[0])

    def figure() -> int:
        return catalogue.kept("x", lambda: next(made))

    assert [figure(), figure()] == [0, 0]
    now[0] = FRESH_COUNTS
    assert [figure(), figure()] == [1, 1]
    catalogue.forget()
    assert [figure(), figure()] == [2, 2]

    def changed_meanwhile() -> int:
        catalogue.forget()
        return -1

    assert catalogue.kept("y", changed_meanwhile) == -1
    assert catalogue.kept("y", lambda: 7) == 7

"""The page of a report: the article letter for letter, and every mark on the words of its offsets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.web.marking import Mark, article, covered, pieces
from tests.web.desks import CORPUS, Desk, gold, knowledge, parsed, reader

__all__ = ["gold", "knowledge", "reader"]
ARTICLES = [json.loads(line)["id"] for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def shown(page: str) -> Any:
    return parsed(page).get_element_by_id("article")


def marks_of(element: Any, at: int = 0) -> Iterator[tuple[int, int, Any]]:
    """The marks of an article with the offsets at which they really stand."""
    at += len(element.text or "")
    for child in element:
        length = len(child.text_content())
        if child.tag == "mark":
            yield at, at + length, child
        else:
            yield from marks_of(child, at)
        at += length + len(child.tail or "")


def spans_by_key(element: Any) -> dict[str, list[list[int]]]:
    """For each value the words that its marks cover, touching ones joined."""
    found: dict[str, list[list[int]]] = {}
    for start, end, mark in marks_of(element):
        assert mark.get("id") == f"c{start}"
        for key in str(mark.get("data-keys")).split():
            runs = found.setdefault(key, [])
            if runs and runs[-1][1] == start:
                runs[-1][1] = end
            else:
                runs.append([start, end])
    return found


def joined(spans: list[list[int]]) -> list[list[int]]:
    """Spans as runs: those that touch or overlap as one."""
    runs: list[list[int]] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    return runs


@pytest.mark.parametrize("name", [*ARTICLES, "s1", "s2", "h1"])
def test_the_text_is_the_raw_text_and_marks_are_their_offsets(reader: Desk, name: str) -> None:
    version = reader.register.read_versions([name])[name]
    reading = reader.register.reading(name)
    assert reading is not None
    element = shown(reader.page(f"/reports/{name}"))
    assert element.text_content() == version.capture.report_text
    found = spans_by_key(element)
    expected: dict[str, list[list[int]]] = {}
    for number, event in enumerate(reading.record["events"]):
        for field, spans in event["evidence"].items():
            if field in ("status", "loaded") or (field == "factuality" and event["factuality"] == "asserted"):
                continue
            of_values = [part["spans"] for part in event["parts"].get(field, ())] or [spans]
            for n, one in enumerate(of_values):
                expected[f"e{number}-{field}-{n}"] = joined(one)
        for n, span in enumerate(dict.fromkeys(tuple(loaded["span"]) for loaded in event["loaded"])):
            expected[f"e{number}-loaded-{n}"] = [list(span)]
    for n, dropped in enumerate(reading.record["dropped"]):
        if dropped["span"][0] < dropped["span"][1]:
            expected[f"d{n}"] = [dropped["span"]]
    assert found == expected
    if name not in ("h1",):
        assert expected or not reading.record["events"]


def test_every_mark_has_a_value_and_every_value_a_mark(reader: Desk) -> None:
    for name in ARTICLES[:20]:
        page = parsed(reader.page(f"/reports/{name}"))
        values = {str(v) for v in page.xpath("//button[contains(@class, 'value')]/@data-key")}
        assert set(spans_by_key(page.get_element_by_id("article"))) == values


def test_what_was_dropped_says_why(reader: Desk) -> None:
    page = reader.page("/reports/01-convoys-two-governorates")
    reading = reader.register.reading("01-convoys-two-governorates")
    assert reading is not None
    for item in reading.record["dropped"]:
        assert parsed(f"<p>{item['reason']}</p>").text in parsed(page).text_content()


def test_a_hostile_article_stays_words(reader: Desk) -> None:
    for lang in ("ar", "en"):
        page = reader.page(f"/reports/h1?lang={lang}")
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>صحيفة" not in page
        assert "{{ 7*7 }}" in page
        listed = reader.page(f"/incidents?outlet=%3Cb%3Eصحيفة%3C/b%3E&text=%3Cscript%3E&lang={lang}")
        assert "<b>صحيفة" not in listed
        assert "<script>&" not in listed


def test_versions_and_what_changed(reader: Desk) -> None:
    page = reader.page("/reports/v1?version=2")
    assert "6 مدنيين" in shown(page).text_content()
    text = parsed(page).get_element_by_id("versions").text_content()
    assert "Killed" in text
    changed = parsed(page).xpath("//section[@id='versions']//tr[td]")
    assert [["".join(cell.itertext()).strip() for cell in row][1:] for row in changed if "Killed" in row.text_content()] == [
        ["Killed", "5", "6"]
    ]
    old = reader.page("/reports/v1?version=1")
    assert "5 مدنيين" in shown(old).text_content()
    assert "This is not the version" in old
    assert "There is no such page" not in reader.page("/reports/v1?version=9", status=404)
    assert "has no version 9" in reader.page("/reports/v1?version=9", status=404)
    assert "holds no report" in reader.page("/reports/nothing", status=404)
    reader.page("/reports/v1?version=x", status=422)
    reader.page("/reports/v1?version=0", status=422)


def test_copies_name_one_another(reader: Desk) -> None:
    pages = reader.page("/reports/s1") + reader.page("/reports/s3")
    assert 'href="/reports/s1"' in pages
    assert 'href="/reports/s3"' in pages


_TEXT = st.text(alphabet="ab \n\r\t<&>\"'نص\u064b\U0001f600", max_size=40)


@given(st.data())
def test_marks_never_change_the_text(data: Any) -> None:
    text = data.draw(_TEXT)
    marks = []
    if text:
        for n in range(data.draw(st.integers(0, 6))):
            start = data.draw(st.integers(0, len(text) - 1))
            end = data.draw(st.integers(start + 1, len(text)))
            marks.append(Mark(start, end, f"k{n}", data.draw(st.sampled_from(["place", "type", "toll"]))))
    assert "".join(piece.text for piece in pieces(text, marks)) == text
    element = parsed(f"<div>{article(text, marks)}</div>")
    assert element.text_content() == text
    for mark in marks:
        assert covered(text, marks, mark.key) == [text[mark.start : mark.end]]


def test_a_mark_outside_the_text_is_refused() -> None:
    for start, end in ((0, 4), (2, 2), (-1, 2), (3, 1)):
        with pytest.raises(ValueError, match="outside the text"):
            pieces("نصف", [Mark(start, end, "k", "place")])

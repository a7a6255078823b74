"""What `import sijill` offers."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import sijill
from sijill import Report, read, to_frame

NEWS = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة شمالي بعقوبة أمس، بحسب مصدر أمني."


def test_a_text_or_a_report() -> None:
    by_text = read(NEWS, published="2021-09-12", outlet="وكالة")
    by_report = read(Report(NEWS, published=date(2021, 9, 12), outlet="وكالة"))
    assert by_text == by_report
    place = by_text.events[0].place
    assert place is not None
    assert "بعقوبة" in place.evidence[0].quote
    assert len(to_frame([by_text])) == len(by_text.events)


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(TypeError, match="a Report carries its own"):
        read(Report(NEWS), outlet="x")
    with pytest.raises(ValueError, match="2021-13-40"):
        read(NEWS, published="2021-13-40")
    with pytest.raises(TypeError, match=r"read\(\) takes a Report or the text of an article, not NoneType"):
        read(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="published must be a date, a string YYYY-MM-DD or None, not int"):
        read(NEWS, published=5)  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sijill.nothing


def test_every_name_is_there() -> None:
    for name in sijill.__all__:
        assert getattr(sijill, name)
    assert set(sijill.__all__) == set(dir(sijill))


def test_importing_sijill_imports_next_to_nothing() -> None:
    code = "import sys, sijill; print(sorted(m for m in sys.modules if m.split('.')[0] in ('sijill', 'yaml', 'pandas', 'click')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": str(Path(sijill.__file__).parents[1])}
    )
    assert done.stdout.decode().strip() == "['sijill']"


@pytest.mark.parametrize("day", [date.min, date.max, date(1, 1, 5)])
def test_a_day_that_can_be_no_day_of_publication_stays_open(day: date) -> None:
    for reading in (read(NEWS, published=day), read(Report(NEWS, published=day))):
        (event,) = reading.events
        assert event.killed is not None
        assert event.date is None or event.date.value.start is None
        assert reading.report.published is None


@pytest.mark.parametrize(
    "words",
    ["قتل {n} جنديا في بعقوبة أمس.", "يوم {n} قتل جنديان", "في {n}/{n}/{n} قتل جنديان", "عامي 1964 و{n} قتل جنديان", "قتل 3 - {n} جنديا",
     "بين 3 و{n} جنديا", "{n} ألف قتيل", "الساعة {n} قتل جنديان", "منذ {n} يوما قتل جنديان", "منذ 9999999 يوما قتل جنديان",
     "يوم {n}/{n} قتل جنديان", "في 3 و{n} آذار قتل جنديان", "عام {n} وعام 2020 قتل جنديان", "الساعة الثامنة إلا {n} دقيقة قتل جنديان"],
)  # fmt: skip
def test_a_number_of_ten_thousand_digits_stays_open(words: str) -> None:
    reading = read(words.format(n="9" * 10_000) + "\n" + NEWS, published="2021-09-12")
    assert reading.events
    assert all(e.killed is None or e.killed.value.low is None or e.killed.value.low < 10**15 for e in reading.events)

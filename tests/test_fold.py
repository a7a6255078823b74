"""Folding and its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.text import fold, fold_text

# Letters with marks, tatweel, presentation forms, ligatures, bidi controls, digits of three scripts, Latin, emoji.
ODD = (
    "اأإآٱىيئؤءةهكگکیپقطفسعدلمنوبـًٌٍَُِّْٰ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ﻻﷲﷺﻼﺎﺑﺔ"
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff\u00ad «»“”–٫٬،؛؟.\nAzéÑ😀\u0610"
)
texts = st.text(st.sampled_from(ODD), max_size=60) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("مُقَاتِلُونَ", "مقاتلون"),
        ("الأنبـــار", "الانبار"),
        ("إلى آخر أيّار", "الي اخر ايار"),
        ("مسؤولٌ وقائدة", "مسوول وقايده"),
        ("٢٠٢١/٩/١٢", "2021/9/12"),
        ("۱۴۰۰", "1400"),
        ("ﻻ إله", "لا اله"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("العراق\u200f،\u200e", "العراق،"),
        ("«أصحاب الكهف»", '"اصحاب الكهف"'),
        ("کربلاء المقدسة", "كربلاء المقدسه"),
        ("صنعاء", "صنعاء"),
        ("CNN", "cnn"),
    ],
)
def test_what_folds_to_what(raw: str, folded: str) -> None:
    assert fold_text(raw) == folded


@given(texts)
def test_folding_is_the_same_with_and_without_the_map(raw: str) -> None:
    assert fold(raw).text == fold_text(raw)


@given(texts)
def test_folding_twice_changes_nothing(raw: str) -> None:
    assert fold_text(fold_text(raw)) == fold_text(raw)


@given(texts, st.data())
def test_a_folded_range_maps_to_the_raw_range_that_folds_to_it(raw: str, data: st.DataObject) -> None:
    folded = fold(raw)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.to_raw(start, end)
    assert 0 <= first < last <= len(raw)
    again = fold_text(raw[first:last])
    # A range that cuts through a ligature takes the whole ligature: it can hold more letters, never fewer.
    assert folded.text[start:end] in again
    ligature = any(len(fold_text(c)) > 1 for c in (raw[first], raw[last - 1], *raw[first:last]))
    assert ligature or again == folded.text[start:end]


@given(texts)
def test_raw_offsets_never_go_back(raw: str) -> None:
    folded = fold(raw)
    starts = [folded.raw_start(i) for i in range(len(folded.text))]
    assert starts == sorted(starts)


def test_a_mark_belongs_to_the_letter_that_carries_it() -> None:
    folded = fold("قُتِلَ جنديٌّ")
    assert folded.to_raw(0, 3) == (0, 6)
    assert folded.to_raw(4, 8) == (7, 13)


@pytest.mark.parametrize("outside", [(-1, 2), (2, 2), (0, 99)])
def test_a_range_outside_is_refused(outside: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no folded range"):
        fold("قتل").to_raw(*outside)

"""axe on the pages that are not about deciding: the map, adding, the registry, searches, exports, what came in, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.knowledge import Knowledge
from tests.browser.axe import serious
from tests.browser.desks import chromium, looking
from tests.browser.test_deciding import on_copy
from tests.web.desks import gold, knowledge

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium", "gold", "knowledge"]
pytestmark = pytest.mark.browser
PAGES = (
    "/incidents/map", "/add", "/registry/actors", "/registry/actors/actor.ps.hamas", "/registry/places", "/registry/places/sj:iq-baghdad",
    "/registry/sources", "/registry/lexicon", "/saved", "/exports", "/jobs", "/accounts", "/audit", "/help/keys",
)  # fmt: skip


@pytest.fixture(scope="module")
def at(gold: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[str]:
    """Where a desk on a copy of the whole corpus listens."""
    with on_copy(gold, tmp_path_factory.mktemp("axe") / "register.sqlite", knowledge) as running:
        yield running.at


@pytest.mark.parametrize(("lang", "scheme", "width"), [("ar", "light", 1300), ("en", "dark", 1300), ("ar", "dark", 360)])
def test_axe_finds_no_serious_fault(at: str, chromium: Browser, lang: str, scheme: str, width: int) -> None:
    faults: list[str] = []
    with looking(chromium, at, lang, width, expects="style-src", color_scheme=scheme) as page:
        for address in PAGES:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            faults += serious(page, address)
    assert faults == []

"""A Chromium that draws maps without a graphics card, and a page of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.desks import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that draws WebGL in software."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=GL)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def page_of(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page of the map, drawn; no fault on the console, nothing from another host."""
    page = browser.new_page(**{"viewport": {"width": 1300, "height": 950}, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: faults.append(request.url) if not request.url.startswith(("http://127.0.0.1:", "blob:", "data:")) else None,
    )
    page.goto(address)
    page.wait_for_selector("[data-ready]", state="attached", timeout=90_000)
    yield page
    assert faults == []
    page.close()

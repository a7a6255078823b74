"""A desk that listens, and a Chromium that looks at it. Import `served`, `chromium`, and what `tests.web.desks` needs."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from sijill.knowledge import Knowledge
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.web.app import create_app
from sijill.web.settings import Settings
from tests.web.desks import workshop_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def listening(register: Register, knowledge: Knowledge, settings: Settings, **other: Any) -> Iterator[str]:
    """The address of a desk on an open register, served by the real server in a thread of its own."""
    app = create_app(settings, register, workshop_of(knowledge), **other)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        ends = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < ends, "the desk does not listen"
            assert thread.is_alive(), "the desk ended"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def served(gold: Path, knowledge: Knowledge) -> Iterator[str]:
    """A desk on the whole corpus, for the person at the machine; for tests that change nothing."""
    with (
        open_register(gold, names=names_of(knowledge)) as register,
        listening(register, knowledge, Settings(str(gold), local=True, reviewer="منى")) as at,
    ):
        yield at


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-core")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def looking(chromium: Browser, at: str, lang: str = "ar", width: int = 1300, expects: str = "", **other: Any) -> Iterator[Page]:
    """A page in a browser of its own; at the end no other host was asked, and there was no fault but those that a test `expects`."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale=lang, reduced_motion="reduce", base_url=at, **other)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if _told(message.type, message.text) else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((at, "data:", "blob:")) else None)
    yield page
    context.close()
    left = [fault for fault in faults if not expects or not re.search(expects, fault)]
    assert left == [], left


def _told(kind: str, words: str) -> bool:
    """Whether the console tells a fault: not what a driver that draws in software says of its own pace."""
    return kind in ("error", "warning") and "GL Driver Message" not in words and "GPU stall" not in words

"""A real desk on a real server and a Chromium that draws maps without a graphics card."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
GL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application behind a port of this machine; gives its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > ends:
            raise TimeoutError("the server did not start")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


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

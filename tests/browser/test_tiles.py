"""The map with a tile server of one's own: real pictures from a real server, and a policy that names that server alone."""

from __future__ import annotations

import base64
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sijill.knowledge import Knowledge
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.settings import Settings
from tests.browser.desks import listening
from tests.browser.map_desk import chromium, page_of
from tests.browser.test_map import IDLE, drawn, put
from tests.web.desks import knowledge  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOTS = os.environ.get("SIJILL_SHOTS")  # a folder to which pictures go, to be looked at
pytestmark = pytest.mark.browser
TILE = (
    "<style>body {{ margin: 0; background: rgb(250 220 140); outline: 1px solid #976; outline-offset: -1px; block-size: 256px }}</style>"
    "{z}/{x}/{y}"
)
# How many points of a picture have the colour of the tiles.
POINTS = """async data => { const image = new Image(); image.src = `data:image/png;base64,${data}`; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height); const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
  const points = pen.getImageData(0, 0, image.width, image.height).data; let found = 0;
  for (let at = 0; at < points.length; at += 4)
    found += Math.abs(points[at] - 250) < 6 && Math.abs(points[at + 1] - 220) < 6 && Math.abs(points[at + 2] - 140) < 6;
  return found / (image.width * image.height); }"""


@contextmanager
def tile_server(tiles: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """The address of a server of pictures, and which were asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = tiles.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("access-control-allow-origin", "*")
            self.send_header("content-type", "image/png")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Nothing: pytest has no use for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def painted(browser: Browser) -> dict[str, bytes]:
    """Pictures of Iraq and what is around it at the zoom of pictures of 256 points, each with its number on it."""
    zoom = 6
    page = browser.new_page(viewport={"width": 256, "height": 256})
    found = {}
    for x in range(36, 43):
        for y in range(23, 29):
            page.set_content(TILE.format(z=zoom, x=x, y=y))
            found[f"/{zoom}/{x}/{y}.png"] = page.screenshot()
    page.close()
    return found


def test_tiles_of_a_configured_server(tmp_path: Path, knowledge: Knowledge) -> None:  # noqa: F811
    with (
        chromium() as browser,
        tile_server(painted(browser)) as (tiles, asked),
        tile_server({}) as (elsewhere, others),
        open_register(tmp_path / "tiles.sqlite", names=names_of(knowledge), create=True) as register,
        listening(register, knowledge, Settings("tiles.sqlite", local=True, tiles=f"{tiles}/{{z}}/{{x}}/{{y}}.png")) as at,
    ):
        put(register)
        with page_of(browser, f"{at}/incidents/map?lang=ar#map=5/33.8/41", color_scheme="light") as page:
            page.evaluate(IDLE)
            assert len(asked) >= 2
            assert all(re.fullmatch(r"/6/\d+/\d+\.png", path) for path in asked), asked
            assert drawn(page, "incident-town")  # over the tiles
            picture = page.locator(".map-box").screenshot()
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/tiles.png")
            policy = str(page.request.get(f"{at}/incidents/map").headers["content-security-policy"])
        assert f"connect-src 'self' {tiles};" in policy
        assert f"img-src 'self' data: blob: {tiles};" in policy
        page = browser.new_page()
        page.goto(f"{at}/incidents/map")
        fetched = "url => fetch(url).then(answer => answer.status, () => 'refused')"
        assert page.evaluate(fetched, f"{tiles}{asked[0]}") == 200
        assert page.evaluate(fetched, f"{elsewhere}/6/39/25.png") == "refused"  # another server is not asked, whatever a script wants
        assert others == []
        page.goto("about:blank")
        assert page.evaluate(POINTS, base64.b64encode(picture).decode()) > 0.2

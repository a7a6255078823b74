"""The desk's own files: styles, scripts, fonts.

One digest of them all stands in their addresses, so that a browser may keep them for a year and a new version of the
program is a new address; relative addresses inside them stay right.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import FileResponse

from sijill.web.access.roles import Anybody
from sijill.web.faults import not_found

FOLDER = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
# Media types by ending; the machine's own tables differ.
TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json", ".geojson": "application/geo+json", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2", ".png": "image/png", ".pbf": "application/x-protobuf", ".webmanifest": "application/manifest+json",
    ".ico": "image/x-icon",
}  # fmt: skip
_TEXTS = (".css", ".js", ".mjs", ".json", ".geojson", ".svg", ".txt", ".pbf")
_RANGES = 4_000_000  # bytes from which a file is sent in parts as a browser asks for them

router = APIRouter()


@cache
def _files() -> dict[str, Path]:
    """Every file by its address: what is not among them is not there, whatever a path says."""
    return {
        file.relative_to(FOLDER).as_posix(): file
        for file in sorted(FOLDER.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(FOLDER).parts)
    }


@cache
def build() -> str:
    """The digest of all files."""
    found = hashlib.sha256()
    for name, file in _files().items():
        found.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file: `asset("css/desk.css")`.

    Raises:
        KeyError: there is no such file.
    """
    if name not in _files():
        raise KeyError(f"there is no file {name} in web/static")
    return f"/static/{build()}/{name}"


@lru_cache(maxsize=256)
def _sent(file: Path, changed: int) -> tuple[bytes, bytes | None, str]:
    """What a file is sent as: its bytes, packed where that helps, and its ETag."""
    raw = file.read_bytes()
    packed = gzip.compress(raw, 9, mtime=0) if file.suffix in _TEXTS and len(raw) > 800 else None
    return raw, packed, f'"{hashlib.sha256(raw).hexdigest()[:20]}"'


@router.get("/static/{digest}/{name:path}", include_in_schema=False)
@router.head("/static/{digest}/{name:path}", include_in_schema=False)
def static(request: Request, digest: str, name: str, _: Annotated[object, Depends(Anybody())]) -> Response:
    """One of the desk's own files."""
    file = _files().get(name)
    if file is None:
        raise not_found("missing.page")
    media = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kept = {"cache-control": FOREVER if digest == build() else "public, no-cache", "vary": "accept-encoding"}
    if file.stat().st_size > _RANGES:
        return FileResponse(file, media_type=media, headers=kept)
    raw, packed, tag = _sent(file, file.stat().st_mtime_ns)
    if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        raw, kept = packed, kept | {"content-encoding": "gzip"}
        tag = f'{tag[:-1]}-gz"'
    kept["etag"] = tag
    if tag in [t.strip() for t in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=kept)
    return Response(raw, media_type=media, headers=kept)

"""Articles of our own corpus as the files that a batch reads."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import lzma
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

Article = dict[str, Any]
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
KEYS = ("id", "outlet", "published", "url", "title", "text")


def articles(count: int) -> list[Article]:
    """Paragraphs of the corpus as so many articles."""
    found: list[Article] = []
    for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        whole = json.loads(line)
        for number, paragraph in enumerate(whole["text"].split("\n")):
            if len(paragraph) > 80:
                found.append({k: whole.get(k) for k in KEYS} | {"id": f"{whole['id']}.{number}", "text": paragraph, "title": None})
    return found[:count]


def jsonl(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: pa.compress(data, codec="zstd", asbytes=True),
}


def parquet(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str] | None = None, groups: int = 7) -> bytes:
    table = pa.Table.from_pylist([{(names or {}).get(k, k): v for k, v in row.items()} for row in rows])
    sink = BytesIO()
    pq.write_table(table, sink, row_group_size=groups)
    return sink.getvalue()


def page(row: Mapping[str, Any]) -> bytes:
    day = f'<meta property="article:published_time" content="{row["published"]}T08:00:00+00:00">' if row["published"] else ""
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{row["id"]}</title>{day}</head>'
        f"<body><article><h1>{row['id']}</h1><p>{row['text']}</p></article></body></html>"
    ).encode()


def warc(pages: Mapping[str, bytes]) -> bytes:
    out = b""
    for url, body in pages.items():
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{hashlib.md5(url.encode()).hexdigest()}>\r\n"
            f"WARC-Date: 2026-10-01T08:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        ).encode()
        out += gzip.compress(head + http + b"\r\n\r\n", mtime=0)
    return out


def tree(folder: Path, *below: str) -> dict[str, str]:
    """Every file of an output with the digest of its bytes."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    names = {p.relative_to(folder).as_posix(): p for p in files}
    return {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in names.items() if not below or n.split("/")[0] in below}


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ds.dataset(folder / table, partitioning="hive").to_table().to_pylist()
    return found

#!/usr/bin/env python3
"""Write docs/reference/api.md from the OpenAPI document of the review desk.

Usage:
    python tools/api_docs.py            write the page
    python tools/api_docs.py --check    write nothing; exit 1 where the page is other than the program
"""

from __future__ import annotations

import argparse
import difflib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "api.md"
HEAD = """# The REST API

This page is made from the OpenAPI document of the program (`python tools/api_docs.py`), which a running desk serves at
`/api/v1/openapi.json`, and shows at `/api/v1/docs`. [Use the API](../how-to/use-the-api.md) has a client in Python.
"""


def document() -> dict[str, Any]:
    """The document of a desk on an empty register."""
    from sijill.knowledge import load
    from sijill.register.workshop import Workshop
    from sijill.store.register import open_register
    from sijill.web.app import create_app
    from sijill.web.rest.document import document_of
    from sijill.web.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        where = f"{folder}/register.sqlite"
        with open_register(where, create=True) as register:
            return document_of(create_app(Settings(where, local=True, reviewer="docs"), register, Workshop(load(), "docs")))


def lines(made: dict[str, Any]) -> Iterator[str]:
    """The page, line by line."""
    from sijill.web.counterparts import BROWSER_ALONE, COUNTERPARTS
    from sijill.web.rest.api_page import Given, objects, sections

    def table(rows: Sequence[Given], head: str) -> Iterator[str]:
        if rows:
            yield from ("", f"| {head} | | |", "| --- | --- | --- |")
            for row in rows:
                must = " (required)" if row.required else ""
                where = f" ({row.where})" if row.where in ("path", "header") else ""
                yield f"| `{row.name}`{must} | {_cell(row.kind)}{where} | {_cell(row.about)} |"

    yield HEAD.rstrip("\n")
    yield ""
    yield made["info"]["description"].strip()
    for section in sections(made):
        yield from ("", f"## {section.title}")
        for operation in section.operations:
            yield from ("", f"### `{operation.method} {operation.path}`", "", f"{operation.about} Needs the right to `{operation.action}`.")
            yield from table(operation.parameters, "Parameter")
            yield from table(operation.body, "Body")
            if operation.example:
                yield from ("", "```json", operation.example, "```")
            yield from table(operation.answer, "Answer")
            others = [kind for kind in operation.answer_kinds if kind != "application/json"]
            if others:
                yield from ("", f"Also as, or instead: {', '.join(f'`{kind}`' for kind in others)}.")
            yield from ("", "Statuses: " + ", ".join(f"`{status}`" for status, _ in operation.statuses) + ".")
    yield from ("", "## What the pages do", "", "Whatever a page does, a program does by these addresses below `/api/v1`.")
    yield from ("", "| Page | API |", "| --- | --- |")
    yield from (f"| `{page}` | {', '.join(f'`{name}`' for name in names)} |" for page, names in COUNTERPARTS.items())
    yield from ("", "Only a browser does these:", "", "| Page | Why |", "| --- | --- |")
    yield from (f"| `{page}` | {why} |" for page, why in BROWSER_ALONE.items())
    yield from ("", "## Statuses", "", "| Status | Meaning |", "| --- | --- |")
    meanings: dict[str, str] = {}
    for section in sections(made):
        for operation in section.operations:
            for status, meaning in operation.statuses:
                if not status.startswith("2"):
                    meanings.setdefault(status, meaning)
    yield from (f"| `{status}` | {_cell(meaning)} |" for status, meaning in sorted(meanings.items()))
    yield from ("", "## Objects")
    for name, meaning, keys in objects(made):
        yield from ("", f"### {name}", "", meaning)
        yield from table(keys, "Key")


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 0 where all is well, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Write docs/reference/api.md from the OpenAPI document.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is other than the program")
    options = parser.parse_args(arguments)
    text = "\n".join(lines(document())) + "\n"
    if not options.check:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
        return 0
    known = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if known == text:
        return 0
    sys.stderr.writelines(difflib.unified_diff(known.splitlines(True), text.splitlines(True), "page", "program", n=0))
    sys.stderr.write("docs/reference/api.md is other than the program; write it with `python tools/api_docs.py`.\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())

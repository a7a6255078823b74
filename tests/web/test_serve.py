"""`sijill serve` as people start it: a real process, and what it refuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from sijill.knowledge import Knowledge
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.settings import Settings
from tests.databases import Server, postgresql
from tests.web.desks import CORPUS, Desk, build, desk_on, knowledge, parsed, sample

__all__ = ["knowledge", "postgresql", "sample"]
ROOT = CORPUS.parent


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sijill", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def refused(*arguments: str) -> str:
    done = subprocess.run(command("serve", *arguments), env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_listens_says_where_and_stops(sample: Path) -> None:
    process = subprocess.Popen(
        command("serve", "--local", "--port", "0", "--database", str(sample), "--reviewer", "منى"),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(found.group(0), timeout=20) as answer:
            page = answer.read().decode("utf-8")
            assert "server" not in {name.lower() for name in answer.headers}
        assert "منى" in page
        said = refused("--local", "--port", found.group(1), "--database", str(sample))
        assert "another program may use it" in said
    finally:
        process.send_signal(2)
        _, error = process.communicate(timeout=30)
    assert "Traceback" not in error
    assert process.returncode in (0, 130)


def test_what_it_refuses(sample: Path, tmp_path: Path) -> None:
    assert "--local lets everyone in" in refused("--local", "--host", "0.0.0.0", "--database", str(sample))
    assert "there is no register" in refused("--local", "--port", "0", "--database", str(tmp_path / "none.sqlite"))


def test_the_command_line_starts_without_the_web() -> None:
    words = "import sys; import sijill.cli.app as a; a.cli.get_command(None, 'serve'); print({'fastapi', 'uvicorn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", words], env=environment(), capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"


def test_the_same_pages_on_postgresql(postgresql: Server, knowledge: Knowledge, sample: Path) -> None:
    """Every page of the sample register says the same on both databases."""
    url = postgresql.fresh()
    build(url, CORPUS / "sample.jsonl", knowledge)
    pages: list[dict[str, str]] = []
    for where in (url, str(sample)):
        with open_register(where, names=names_of(knowledge)) as register:
            for desk in desk_on(register, knowledge, Settings(where, local=True, reviewer="منى")):
                pages.append(visited(desk))
    assert pages[0].keys() == pages[1].keys()
    for address, text in pages[0].items():
        assert text == pages[1][address], address


def visited(desk: Desk) -> dict[str, str]:
    orders = ("latest", "earliest", "killed")
    addresses = [
        "/",
        *(f"/incidents?sort={order}" for order in orders),
        "/incidents?text=عبوة&country=IQ&min_confidence=0.5&status=asserted",
    ]
    addresses += [f"/incidents/{p.id}" for p in desk.register.all_incidents()]
    addresses += [f"/reports/{row.id}" for row in desk.register.reports()]
    return {address: " ".join(parsed(desk.page(address)).xpath("//main")[0].text_content().split()) for address in addresses}

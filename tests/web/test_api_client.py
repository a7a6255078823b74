"""The client of docs/how-to/use-the-api.md, run against real servers: a local desk, and one with accounts. Its outputs stand in the page.

`python -m tests.web.test_api_client` writes the present outputs into the page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sijill.knowledge import Knowledge, load
from sijill.register.accounts import add_account
from sijill.register.tokens import make_token
from sijill.store.names import names_of
from sijill.store.register import open_register
from tests.web.desks import CORPUS, build, knowledge, sample

__all__ = ["knowledge", "sample"]
ROOT = CORPUS.parent
PAGE = ROOT / "docs" / "how-to" / "use-the-api.md"
_BLOCK = re.compile(r'```python title="([\w.]+)"\n(.*?)```\n(?:\n```output\n(.*?)```\n)?', re.DOTALL)
_ADDRESS = re.compile(r"http://[\w.:\[\]]+")


def blocks() -> dict[str, tuple[str, str | None]]:
    """The programs of the page by name, each with the output that stands there."""
    return {name: (code, output) for name, code, output in _BLOCK.findall(PAGE.read_text(encoding="utf-8"))}


@contextmanager
def served(where: Path, *options: str) -> Iterator[str]:
    """A desk as `sijill serve` starts it; its address."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "sijill", "serve", "--port", "0", "--database", str(where), *options]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if found := _ADDRESS.search(line):
                    yield found[0]
                    return
            raise AssertionError(said)
        finally:
            process.terminate()


def outputs(folder: Path, address: str, token: str = "") -> dict[str, str]:
    """What each program of the page prints."""
    environment = os.environ | {"DESK": address, "PYTHONUTF8": "1", "PYTHONPATH": str(folder)} | ({"DESK_TOKEN": token} if token else {})
    found = {}
    for name, (code, _) in blocks().items():
        (folder / name).write_text(code, encoding="utf-8")
    for name in blocks():
        done = subprocess.run(
            [sys.executable, "-W", "error", name],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"
        found[name] = done.stdout
    return found


@pytest.mark.parametrize("local", [True, False])
def test_the_client_does_what_its_page_says(local: bool, sample: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    token = ""
    if not local:
        now = datetime.now(UTC)
        with open_register(where, names=names_of(knowledge)) as register:
            account = add_account(register, "mona", "منى", "reviewer", "tests", now)
            token, _ = make_token(register, account, "tests", "reviewer", 1, "tests", now)
    with served(where, *(("--local", "--reviewer", "منى") if local else ())) as address:
        found = outputs(tmp_path, address, token)
    assert found == {name: output or "" for name, (_, output) in blocks().items()}
    assert len((tmp_path / "acled.csv").read_text(encoding="utf-8").splitlines()) > 3
    with open_register(where, names=names_of(knowledge)) as register:
        assert [(d.kind, d.reviewer) for d in register.decisions()] == [("correct", "منى"), ("undo", "منى")]


def write() -> None:
    """Put the present outputs into the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "register.sqlite", CORPUS / "sample.jsonl", load())
        with served(folder / "register.sqlite", "--local", "--reviewer", "منى") as address:
            found = outputs(folder, address)

    def with_output(match: re.Match[str]) -> str:
        block = f'```python title="{match[1]}"\n{match[2]}```\n'
        return block + (f"\n```output\n{found[match[1]]}```\n" if match[3] is not None else "")

    PAGE.write_text(_BLOCK.sub(with_output, PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()

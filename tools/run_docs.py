#!/usr/bin/env python3
"""Run what the documentation shows, and keep the output that stands there true.

Usage:
    python tools/run_docs.py            run all pages and write the outputs anew
    python tools/run_docs.py --check    write nothing; exit 1 where a block fails or its output is another
    python tools/run_docs.py --check docs/tutorial.md

In a page, `<!-- run -->` before a block of `bash` or `python` says that it is run; a block of `output` right after it
holds its output (standard output and errors together). `<!-- file: NAME -->` before a block says that it is a file that
the commands after it find. `<!-- exit: N -->` instead of `<!-- run -->` says that it ends with that exit code.
All blocks of a page run in order in one empty folder in which `corpus/` is this project's corpus.

Outputs are taken 100 columns wide. Tables keep the invisible marks (U+2068, U+2069) that hold Arabic cells in their columns.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"^<!-- (?:(run)|file: (\S+)|exit: (\d+)) -->$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and text, and the lines [first, last) that the text takes in its page."""

    language: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: write a file, or run a block and look at its output."""

    block: Block
    file: str
    exit: int
    output: Block | None


def pages() -> list[Path]:
    """Every page in which something is run."""
    found = [ROOT / "README.md", ROOT / "README.ar.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if any(MARK.match(line) for line in page.read_text(encoding="utf-8").splitlines())]


def steps_of(page: Path) -> list[Step]:
    """What a page asks to be done, in order.

    Raises:
        ValueError: a mark has no block after it.
    """
    lines = page.read_text(encoding="utf-8").split("\n")
    steps = []
    for number, line in enumerate(lines):
        mark = MARK.match(line)
        if mark is None:
            continue
        block = _block(lines, number + 1)
        if block is None:
            raise ValueError(f"{page.relative_to(ROOT)}:{number + 1}: no fenced block follows")
        after = _block(lines, block.last + 1)
        output = after if after is not None and after.language == "output" and not mark.group(2) else None
        steps.append(Step(block, mark.group(2) or "", int(mark.group(3) or 0), output))
    return steps


def _block(lines: Sequence[str], at: int) -> Block | None:
    """The block that begins at a line, empty lines before it left aside."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at >= len(lines) or not lines[at].startswith("```"):
        return None
    end = next(n for n in range(at + 1, len(lines)) if lines[n] == "```")
    return Block(lines[at][3:].split()[0] if lines[at][3:] else "", "\n".join(lines[at + 1 : end]), at + 1, end)


def run(step: Step, folder: Path) -> tuple[int, str]:
    """Exit code and output of a block."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "XDG_DATA_HOME": str(folder),  # places that the user imported are not ours
    }
    command = (
        [sys.executable, "-c", step.block.text] if step.block.language == "python" else ["bash", "-eo", "pipefail", "-c", step.block.text]
    )
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120)
    return done.returncode, "\n".join(line.rstrip() for line in done.stdout.decode("utf-8").rstrip().split("\n"))


def done(page: Path) -> Iterator[tuple[Step, int, str]]:
    """Every block that was run, with its exit code and output."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").symlink_to(ROOT / "corpus")
        for step in steps_of(page):
            if step.file:
                (folder / step.file).write_text(step.block.text + "\n", encoding="utf-8")
                continue
            yield step, *run(step, folder)


def faults(page: Path) -> Iterator[str]:
    """What a page says and does not hold."""
    where = page.relative_to(ROOT)
    for step, code, output in done(page):
        if code != step.exit:
            yield f"{where}:{step.block.first}: ended with {code}, not {step.exit}:\n{output}"
        elif step.output is not None and step.output.text != output:
            difference = difflib.unified_diff(step.output.text.split("\n"), output.split("\n"), "page", "now", lineterm="", n=0)
            yield f"{where}:{step.output.first}: another output:\n" + "\n".join(difference)


def write(page: Path) -> None:
    """Put the present outputs into a page."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for step, code, output in reversed(list(done(page))):
        if code != step.exit:
            raise SystemExit(f"{page.relative_to(ROOT)}:{step.block.first}: ended with {code}, not {step.exit}:\n{output}")
        if step.output is not None:
            lines[step.output.first : step.output.last] = output.split("\n")
    page.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 0 where all is well, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Run what the documentation shows.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page does not hold")
    parser.add_argument("pages", nargs="*", type=lambda name: Path(name).resolve())
    options = parser.parse_args(arguments)
    wrong = []
    for page in options.pages or pages():
        if options.check:
            wrong += list(faults(page))
        else:
            write(page)
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        sys.stderr.write("If the new outputs are right, write them with `python tools/run_docs.py`.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

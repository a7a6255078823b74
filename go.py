#!/usr/bin/env python3
"""Set-up and the two things that one wants first. Needs CPython 3.11 or newer and nothing else.

    python3 go.py sample     set up, read the bundled sample articles, show the events
    python3 go.py test       set up, run all tests and checks

The environment lies in .venv; packages are those of requirements.lock, checked by their hashes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCK = HERE / "requirements.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

CHECKS: dict[str, list[str]] = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"],
    "lexicon": ["-m", "sijill.cli", "lexicon", "check"],
    "corpus": ["tools/build_corpus.py", "--check"],
    "docs": ["-m", "mkdocs", "build", "--strict", "--quiet"],
    "tests": ["-m", "pytest", "-q", "-n", "2"],
}


def run(*arguments: str) -> int:
    """Run the environment's Python from the project's folder."""
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=HERE, env={**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}, check=False
    ).returncode


def set_up() -> None:
    """Make the environment, or do nothing where it is current."""
    stamp = VENV / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python may well run this file
        sys.exit(f"sijill needs CPython 3.11 or newer; this is {sys.version.split()[0]}")
    print("setting up .venv from requirements.lock …", flush=True)
    venv.create(VENV, with_pip=True, clear=False)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for step in ((*pip, "--require-hashes", "-r", str(LOCK)), (*pip, "--no-deps", "--no-build-isolation", "-e", ".")):
        if run(*step):
            sys.exit("the set-up failed; what pip said stands above. Nothing outside .venv was changed.")
    stamp.write_text(wanted)


def main() -> int:
    """Do what the first argument says."""
    task = sys.argv[1] if len(sys.argv) > 1 else ""
    if task not in {"sample", "test", *CHECKS}:
        print(__doc__)
        print("single checks: " + ", ".join(CHECKS))
        return 2
    set_up()
    if task == "sample":
        return run("-m", "sijill.cli", "read", "corpus/sample.jsonl", *sys.argv[2:])
    if task in CHECKS:
        return run(*CHECKS[task], *sys.argv[2:])
    failed = []
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        if run(*command):
            failed.append(name)
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

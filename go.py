#!/usr/bin/env python3
"""Set-up and the two things that one wants first. Needs CPython 3.11 or newer and nothing else.

    python3 go.py sample     set up, read the bundled sample articles, show the events, open the review desk on them
    python3 go.py test       set up, run all tests and checks
    python3 go.py compile    set up, compile what reads the articles: the same program, some three times as fast (needs a C compiler)

The environment lies in .venv; packages are those of requirements.lock, checked by their hashes. The sample register lies in
.sample. `sample` with options of `sijill read` (`--format jsonl -o FILE`) reads the articles so and opens no page. `compile --help`
tells where it builds, how it packs a wheel (`--wheel FOLDER`) and how it tests what it built (`--test`).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCK = HERE / "requirements.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
REGISTER = HERE / ".sample" / "sijill.sqlite"
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
    if not PYTHON.exists():  # an environment that is there is brought up to date
        venv.create(VENV, with_pip=True, clear=False)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for step in ((*pip, "--require-hashes", "-r", str(LOCK)), (*pip, "--no-deps", "--no-build-isolation", "-e", ".")):
        if run(*step):
            sys.exit("the set-up failed; what pip said stands above. Nothing outside .venv was changed.")
    stamp.write_text(wanted)


def sample(options: list[str]) -> int:
    """Read the sample articles; without options of its own also keep them in a register and open that in a browser."""
    status = run("-m", "sijill.cli", "read", "corpus/sample.jsonl", *options)
    return status if status or options else desk()


def desk() -> int:
    """Make the sample register where there is none, and open the review desk on it, for as long as somebody sits at the terminal.

    Where nobody does, the page is asked for once, so that one knows that it opens, and the desk is closed again.
    """
    where = ("--database", str(REGISTER))
    REGISTER.parent.mkdir(exist_ok=True)
    for step in (("init", *where), ("ingest", "corpus/gold.jsonl", "--quiet", *where)):
        if status := run("-m", "sijill.cli", *step):
            return status
    seen = sys.stdin.isatty() and sys.stdout.isatty()
    serve = [str(PYTHON), "-m", "sijill.cli", "serve", "--local", "--port", "0", *where, *(["--open"] if seen else [])]
    with subprocess.Popen(serve, cwd=HERE, env={**os.environ, "PYTHONUTF8": "1"}, stdout=subprocess.PIPE, text=True) as served:
        try:
            line = served.stdout.readline() if served.stdout else ""
            print(line, end="", flush=True)
            address = next((word for word in line.split() if word.startswith("http://")), "")
            if seen or not address:  # without an address it has ended, and said why
                return served.wait()
            with urllib.request.urlopen(address, timeout=60) as page:
                print(f"asked for once: {page.status}, {len(page.read())} bytes. No terminal, so it is closed again; to open it:")
            print(f"  {BIN.relative_to(HERE) / 'sijill'} serve --local --open --database {REGISTER.relative_to(HERE)}")
            return 0
        except KeyboardInterrupt:
            return 0
        finally:
            served.terminate()


def main() -> int:
    """Do what the first argument says."""
    task = sys.argv[1] if len(sys.argv) > 1 else ""
    if task not in {"sample", "test", "compile", *CHECKS}:
        print(__doc__)
        print("single checks: " + ", ".join(CHECKS))
        return 2
    set_up()
    if task == "sample":
        return sample(sys.argv[2:])
    if task == "compile":
        return run("tools/compile.py", *sys.argv[2:])
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

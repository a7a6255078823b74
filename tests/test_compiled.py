"""Whether it runs compiled, and what becomes of readings and knowledge between programs that are compiled and programs that are not.

Run twice: in pure Python with all other tests, and by `python3 go.py compile --test` on what was compiled, whose folder then stands in
SIJILL_COMPILED.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest
from click.testing import CliRunner

import sijill
from compile import TESTS, compiled, lacking
from golden_readings import GOLD, READINGS, as_text, lines_of, readings
from sijill.built import built
from sijill.cli.app import cli
from sijill.cli.pool import prepare, read_all
from sijill.exports.record import article_record
from sijill.knowledge import Knowledge, load
from sijill.knowledge.load import _cache_file, load_anew
from sijill.model import Reading, Report
from sijill.reading import read_report
from tests.sample_readings import READING, REPORT

ROOT = Path(__file__).resolve().parents[1]
COMPILED = os.environ.get("SIJILL_COMPILED", "")
HOME = Path(COMPILED or ROOT / "src") / "sijill"
HOT = [f"sijill.{name.removesuffix('.py').replace('/', '.')}" for name in compiled()]
# A program that pickles WHAT: its knowledge, or what it reads; and one that takes knowledge and a reading, and reads the article again.
GIVES = """
import pickle, sys
from sijill.knowledge.load import compile_knowledge, lexicon_folder
from sijill.reading import read_report
from tests.sample_readings import REPORT
knowledge = compile_knowledge(lexicon_folder())
sys.stdout.buffer.write(pickle.dumps(WHAT))
"""
TAKES = """
import json, pickle, sys
from sijill.built import built
from sijill.exports.record import article_record
from sijill.reading import read_report
knowledge, reading = pickle.loads(sys.stdin.buffer.read())
again = read_report(reading.report, knowledge)
print(json.dumps([built(), again == reading, repr(again) == repr(reading), article_record(reading)]))
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def program(words: str, home: Path, given: bytes = b"") -> bytes:
    """What a program prints that runs from a folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(home), str(ROOT)]), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", words], input=given, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_modules_that_run_are_those_that_were_built() -> None:
    suffixes = tuple(EXTENSION_SUFFIXES) if COMPILED else (".py",)
    assert len(HOT) > 80
    for name in HOT:
        file = import_module(name).__file__ or ""
        assert file.endswith(suffixes), name
        assert Path(file).is_relative_to(HOME), name
    assert (type(read_report).__name__ == "builtin_function_or_method") is bool(COMPILED)


def test_every_golden_reading_is_the_same_bytes() -> None:
    assert as_text(readings(lines_of(GOLD))).encode() == READINGS.read_bytes()


def test_it_says_whether_it_is_compiled() -> None:
    words = "compiled" if COMPILED else "pure Python"
    assert built() == words
    assert CliRunner().invoke(cli, ["--version"]).output == f"sijill {sijill.__version__} ({words})\n"


def test_what_is_run_compiled_exists() -> None:
    assert all((ROOT / "tests" / f"test_{name}.py").is_file() for name in TESTS)
    assert Path(__file__).stem.removeprefix("test_") in TESTS


@pytest.mark.parametrize("what", ["knowledge", "read_report(REPORT, knowledge)"])
def test_what_comes_from_a_program_of_pure_python_is_read_or_refused(knowledge: Knowledge, what: str) -> None:
    """Refused by what is compiled; never half read."""
    pickled = program(GIVES.replace("WHAT", what), ROOT / "src")
    if COMPILED:
        with pytest.raises((TypeError, pickle.UnpicklingError)):
            pickle.loads(pickled)
    else:
        assert pickle.loads(pickled) == (knowledge if what == "knowledge" else read_report(REPORT, knowledge))


def test_knowledge_and_a_reading_go_to_a_program_of_pure_python(knowledge: Knowledge) -> None:
    reading = read_report(REPORT, knowledge)
    told = json.loads(program(TAKES, ROOT / "src", pickle.dumps((knowledge, reading))))
    assert told == ["pure Python", True, True, json.loads(json.dumps(article_record(reading)))]


def test_the_cache_of_one_is_not_that_of_the_other() -> None:
    asked = "from sijill.knowledge.load import _cache_file\nprint(_cache_file('0'), end='')"
    theirs = program(asked, ROOT / "src").decode()
    assert (theirs == str(_cache_file("0"))) is not bool(COMPILED)


def test_a_cache_that_the_other_wrote_is_read_or_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where one stands under our name all the same, as after a folder was copied."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    whole = load_anew()
    (cache,) = tmp_path.rglob("*.pickle")
    ours, theirs = cache.read_bytes(), program(GIVES.replace("WHAT", "knowledge"), ROOT / "src")
    assert min(len(ours), len(theirs)) > 1_000_000
    cache.write_bytes(theirs)
    again = load_anew()
    assert again == whole
    assert read_report(REPORT, again) == read_report(REPORT, whole)
    assert pickle.loads(cache.read_bytes()) == whole  # what stands there now is ours


def test_readings_come_back_from_a_pool_as_they_are_made_here(knowledge: Knowledge) -> None:
    prepare()
    reports = [replace(REPORT, id=f"r{n}") for n in range(20)] + [Report("لا شيء هنا", published=date(2021, 9, 12), id="nothing")]
    read = list(read_all(iter(reports), "reading", 2))
    assert read == [read_report(report, knowledge) for report in reports]
    assert all(isinstance(reading, Reading) for reading in read)


def test_a_reading_made_by_hand_is_the_same_after_pickling() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(READING, protocol)) == READING


@pytest.mark.parametrize("missing", ["compiler", "headers"])
def test_what_is_lacking_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    monkeypatch.setattr("compile.sysconfig.get_paths", lambda: {"include": str(tmp_path)})
    if missing == "compiler":
        monkeypatch.setenv("CC", "no-such-compiler -O2")
        assert lacking().startswith("no C compiler (no-such-compiler); on Debian and Ubuntu: apt-get install gcc python3-dev")
    else:
        monkeypatch.setenv("CC", sys.executable)
        assert lacking() == f"no headers of Python ({tmp_path / 'Python.h'}); on Debian and Ubuntu: apt-get install python3-dev"
        (tmp_path / "Python.h").touch()
        assert lacking() == ""


def test_a_folder_that_holds_something_else_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools" / "compile.py"), "--to", str(tmp_path)]
    environment = {**os.environ, "CC": sys.executable}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 1
    assert "holds something else and would be emptied" in done.stderr or "no headers of Python" in done.stderr
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"

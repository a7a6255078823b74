"""What the documentation shows is run, and what it says of the program is compared with the program."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from sijill.cli.app import _COMMANDS, cli
from sijill.exports.csv_rows import COLUMNS
from sijill.extract.times import find_times
from sijill.knowledge import event_types
from sijill.knowledge.files import RawEntry, lexicon_folder, load_file, load_folder
from sijill.knowledge.lexicon import build
from sijill.knowledge.load import LEXICAL
from sijill.knowledge.schema import ACTS, CUES, FRAMES, RANKS, ROOMS, faults_of
from sijill.knowledge.time_words import TimeWords
from sijill.model import KINDS
from sijill.reading import read_report
from sijill.reading.proof import prove_entry
from sijill.resolve.times import resolve_time
from sijill.text import make_doc

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.ar.md", *sorted(DOCS.rglob("*.md"))]
RUN = re.compile(r"^<!-- (run|exit: \d+) -->$", re.MULTILINE)


@pytest.mark.parametrize("page", [p for p in PAGES if RUN.search(p.read_text(encoding="utf-8"))], ids=lambda p: p.name)
def test_what_a_page_shows_is_what_happens(page: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "run_docs.py", "--check", page], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_tutorial_and_the_readme_are_run() -> None:
    for name in ("README.md", "docs/tutorial.md"):
        assert RUN.search((ROOT / name).read_text(encoding="utf-8"))


def _entries_shown() -> list[tuple[str, str, str]]:
    """Every entry that a page shows: page, the file that it belongs to, YAML."""
    found = []
    for page in (*PAGES, ROOT / "lexicon" / "README.md"):
        for block in re.finditer(r"^( *)```yaml\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            text = textwrap.dedent(block.group(2))
            if match := re.match(r"# lexicon/(\S+)\n", text):
                found.append((page.name, match.group(1), text))
    return found


@pytest.mark.parametrize(("page", "file", "text"), _entries_shown(), ids=lambda words: words[:30].split("\n")[0])
def test_entries_that_a_page_shows_are_sound(page: str, file: str, text: str, tmp_path: Path) -> None:
    assert (lexicon_folder() / file).is_file()
    place = tmp_path / file
    place.parent.mkdir()
    place.write_text("source: shown\nlicence: Apache-2.0\nentries:\n" + textwrap.indent(text, "  "), encoding="utf-8")
    entries, faults = load_file(place, tmp_path)
    assert entries
    assert faults + faults_of(entries, frozenset(event_types())) == []
    if file.split("/")[0] not in LEXICAL:
        return
    lexicon = build(entries)
    assert [str(fault) for entry in entries for fault in prove_entry(entry, lexicon)] == []


def test_the_month_that_the_page_shows_is_read() -> None:
    place = next(text for page, file, text in _entries_shown() if file == "times/months.yaml")
    (entry,) = [RawEntry("times/months.yaml", item["id"], item) for item in yaml.load(place, yaml.BaseLoader)]
    times = lexicon_folder() / "times"
    words = TimeWords.from_entries([entry, *load_folder(times, times.parent)[0]])

    def read(text: str) -> list[str]:
        doc = make_doc(text)
        return [f"{doc.evidence(t.start, t.end).quote} {resolve_time(t, None).start}" for t in find_times(doc, words)]

    (match,), (ignored,) = entry.examples("matches"), entry.examples("ignores")
    assert read(match["text"]) == [f"{match['finds']} {match['value']}"]
    assert read(ignored["text"]) == []


def _page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def test_every_command_and_option_is_in_the_reference() -> None:
    page = _page("cli.md")
    missing = []
    for name in _COMMANDS:
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        several = getattr(command, "commands", {"": command})
        for sub, one in several.items():
            title = f"sijill {name} {sub}".strip()
            if f"## `{title}`" not in page:
                missing.append(title)
                continue
            section = page.split(f"## `{title}`", 1)[1].split("\n## ", 1)[0]
            missing += [
                f"{title} {o}"
                for p in one.params
                if not getattr(p, "hidden", False)
                for o in p.opts
                if o.startswith("-") and o not in section
            ]
    assert missing == []


def test_every_event_type_is_in_the_reference() -> None:
    page = _page("event-types.md")
    rows = {
        match.group(1): [cell.strip() for cell in match.group(0).strip("|").split("|")]
        for match in re.finditer(r"^\| `(\w+)` \|.*$", page, re.MULTILINE)
    }
    assert list(rows) == list(event_types())
    for name, kind in event_types().items():
        assert rows[name][1:3] == [kind.label_en, kind.label_ar]
        assert rows[name][-2:] == [kind.plover, kind.cameo]


@pytest.mark.parametrize("words", [FRAMES, RANKS, ACTS, CUES, ROOMS, KINDS], ids=["frames", "ranks", "acts", "cues", "rooms", "kinds"])
def test_every_word_of_the_schema_is_in_the_reference(words: frozenset[str]) -> None:
    page = _page("lexicon.md")
    assert [word for word in sorted(words) if f"`{word}`" not in page] == []


def test_every_column_of_the_csv_is_in_the_reference() -> None:
    page = _page("event-record.md")
    assert [name for name in COLUMNS if f"| `{name}` | {COLUMNS[name]} |" not in page] == []


def test_the_steps_of_the_reading_are_explained_in_order() -> None:
    steps = re.findall(r"^ +\d+\. (\w+)", read_report.__doc__ or "", re.MULTILINE)
    page = (DOCS / "explanation" / "reading.md").read_text(encoding="utf-8")
    assert [step.lower() for step in re.findall(r"^\d+\. \*\*(\w+)\.\*\*", page, re.MULTILINE)] == steps


@pytest.mark.parametrize(
    "name", ["README.md", "README.ar.md", "CONTRIBUTING.md", "lexicon/README.md", "corpus/README.md", "benchmarks/README.md"]
)
def test_every_link_of_a_readme_leads_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_no_page_is_out_of_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [p for p in sorted(DOCS.rglob("*.md")) if p.relative_to(DOCS).as_posix() not in navigation] == []


def test_nothing_of_the_documentation_comes_from_elsewhere() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in settings
    assert "http" not in settings.replace("https://www.w3.org", "")

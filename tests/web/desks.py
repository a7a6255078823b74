"""A real desk for tests: a register built once from corpus/sample.jsonl by the real ingest and link; a copy for each who writes.

Import `made`, `desk` (reads and writes a copy of its own), and `Desk`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from sijill.exports.record import article_record
from sijill.knowledge import Knowledge, load
from sijill.model import Report
from sijill.reading import read_report
from sijill.register.ingest import bring_up_to_date, ingest
from sijill.register.workshop import Workshop
from sijill.sources.capture import CaptureSettings, capture
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.web.app import create_app
from sijill.web.settings import Settings
from tests.web.stories import AGAIN, HOSTILE, OTHER, STORY, as_file

CORPUS = Path(__file__).parent.parent.parent / "corpus"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desk: its register, what its use cases work with, and a browser without eyes."""

    register: Register
    workshop: Workshop
    client: TestClient

    def page(self, address: str, lang: str = "en", status: int = 200, **headers: str) -> str:
        """The text of a page."""
        answer = self.client.get(address, headers={"accept-language": lang, **headers}, follow_redirects=False)
        assert answer.status_code == status, answer.text[:2000]
        return str(answer.text)

    def token(self, address: str = "/") -> str:
        """A form token, as a page gives it."""
        found = _TOKEN.search(self.page(address))
        assert found is not None
        return found.group(1)


def workshop_of(knowledge: Knowledge) -> Workshop:
    return Workshop(knowledge, "test", lambda: NOW)


def build(where: Path | str, file: Path, knowledge: Knowledge) -> None:
    """A register made of a file of articles as `sijill init` and `sijill ingest` make it."""
    workshop = workshop_of(knowledge)

    def read(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
        for report in reports:
            yield json.loads(json.dumps(article_record(read_report(report, knowledge))))

    with open_register(where, names=names_of(knowledge), create=True) as register:
        settings = CaptureSettings("tests", workshop.clock, lambda: knowledge)
        for step in ingest(register, capture((str(file),), settings), read, workshop, str(file)):
            assert step.error is None, step.error
        for _ in bring_up_to_date(register, read, workshop):
            pass


def parsed(page: str) -> Any:
    """A page as a tree; what lxml's paths give has no type of its own."""
    return html.fromstring(page)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The register of the bundled sample articles; copy it, never write to it."""
    where = tmp_path_factory.mktemp("desk") / "sample.sqlite"
    build(where, CORPUS / "sample.jsonl", knowledge)
    return where


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The register of every article of the corpus, of an incident that several reports tell, and of a hostile article."""
    folder = tmp_path_factory.mktemp("gold")
    where = folder / "gold.sqlite"
    for name, articles in (("story", STORY), ("other", OTHER), ("again", AGAIN), ("hostile", HOSTILE)):
        build(where, as_file(folder / f"{name}.jsonl", articles), knowledge)
    build(where, CORPUS / "gold.jsonl", knowledge)
    return where


@pytest.fixture(scope="module")
def reader(gold: Path, knowledge: Knowledge) -> Iterator[Desk]:
    """A desk on the whole corpus, for tests that change nothing."""
    with open_register(gold, names=names_of(knowledge)) as register:
        yield from desk_on(register, knowledge, Settings(str(gold), local=True, reviewer="منى"))


@pytest.fixture
def desk(sample: Path, tmp_path: Path, knowledge: Knowledge) -> Iterator[Desk]:
    """A desk on a copy of the sample register, for the person at the machine."""
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    with open_register(where, names=names_of(knowledge)) as register:
        yield from desk_on(register, knowledge, Settings(str(where), local=True, reviewer="منى"))


def desk_on(register: Register, knowledge: Knowledge, settings: Settings, **changed: Any) -> Iterator[Desk]:
    """A desk on any open register."""
    workshop = workshop_of(knowledge)
    app = create_app(replace(settings, **changed), register, workshop)
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        yield Desk(register, workshop, client)

"""An approved entry is read with at once: in the process that wrote it, in another one on the same folder, and nowhere by halves."""

from __future__ import annotations

import json
import shutil
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sijill.knowledge import Knowledge
from sijill.knowledge.own import own_file
from sijill.register import proposals
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.store.rows import Filters
from sijill.web.renewal import Renewal
from sijill.web.settings import Settings
from tests.web.desks import NOW, Desk, desk_on, knowledge, parsed, sample
from tests.web.test_api_client import served
from tests.web.test_registry import ENTRY, form_of, send
from tests.web.test_rest import V1, get, post
from tests.web_server import serving

__all__ = ["knowledge", "sample"]
TEXT = "تبنت كتائب سيف النخيل الهجوم الذي قتل ثلاثة جنود في الرمادي أمس الأحد."
ACTOR = str(ENTRY["id"])


def app_of(desk: Desk) -> Any:
    return desk.client.app


def named(record: Any) -> bool:
    return ACTOR in json.dumps(record["record"]["events"])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite.lexicon"


@pytest.fixture
def proposing(sample: Path, tmp_path: Path, knowledge: Knowledge, own: Path) -> Iterator[Desk]:
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    settings = Settings(str(where), local=True, reviewer="منى", lexicon=own, inner=("127.0.0.2/32",))
    with open_register(where, names=names_of(knowledge)) as register:
        yield from desk_on(register, knowledge, settings)


def approve(desk: Desk) -> None:
    kept = send(desk.client, "/registry/proposals", **form_of(ENTRY))
    assert kept.status_code == 303, kept.text[:2000]
    way = kept.headers["location"]
    assert send(desk.client, f"{way}/approve", page=way, note="نعم").status_code == 303


def test_an_approved_entry_is_read_with_at_once_everywhere(proposing: Desk) -> None:
    before = get(proposing, "/status")["knowledge"]
    assert not named(post(proposing, "/readings", {"text": TEXT}, 200))
    approve(proposing)
    assert named(post(proposing, "/readings", {"text": TEXT}, 200))
    after = get(proposing, "/status")["knowledge"]
    assert after != before
    assert "not yet read with" not in proposing.page(f"/registry/actors/{ACTOR}")
    assert ACTOR in [one["value"] for one in get(proposing, "/names/actors?begun=سيف النخيل")["items"]]
    made = post(proposing, "/reports", {"text": TEXT, "published": "2021-09-13", "url": "https://example.org/1"})
    (incident,) = made["incidents"]
    reading = get(proposing, f"/reports/{made['report']}/reading")
    assert (reading["knowledge"], named(reading)) == (after, True)
    assert get(proposing, f"/incidents?actor={ACTOR}")["items"][0]["id"] == incident
    # Found by another name of the actor: the search knows its names too.
    assert [row.id for row in proposing.register.incidents(Filters(text="عصابة النخيل")).rows] == [incident]


def test_what_is_under_way_ends_with_what_it_began_with(proposing: Desk) -> None:
    """A page of a slow site is being fetched while the entry is approved: it is read with the knowledge of when it was asked for."""
    gate, asked = threading.Event(), threading.Event()
    with serving("127.0.0.2") as site:
        site.page("/slow", f"<html><body><article><h1>خبر</h1><p>{TEXT}</p><p>{TEXT} وقال شهود إن الطريق أُغلق.</p></article></body></html>")
        ready = site.replies["/slow"]

        def slow(handler: Any) -> None:
            asked.set()
            gate.wait(60)
            ready(handler)

        site.replies["/slow"] = slow
        found: list[Any] = []
        headers = {"x-csrf-token": get(proposing, "/me")["csrf"]}

        def ask() -> None:
            found.append(proposing.client.post(f"{V1}/readings/by-address", json={"address": f"{site.url}/slow"}, headers=headers).json())

        thread = threading.Thread(target=ask)
        thread.start()
        assert asked.wait(60)
        approve(proposing)
        assert named(post(proposing, "/readings", {"text": TEXT}, 200))
        gate.set()
        thread.join(60)
        assert not named(found[0]), found
        site.replies["/slow"] = ready
        assert named(post(proposing, "/readings/by-address", {"address": f"{site.url}/slow"}, 200))


def test_a_folder_that_cannot_be_read_leaves_the_desk_as_it_is(proposing: Desk, own: Path, caplog: pytest.LogCaptureFixture) -> None:
    approve(proposing)
    version = get(proposing, "/status")["knowledge"]
    file = own_file(own, "actors")
    good = file.read_text(encoding="utf-8")
    file.write_text(good + "  - id: [broken\n", encoding="utf-8")
    renewal: Renewal = app_of(proposing).state.renewal
    renewal.renew()
    assert "cannot be read" in caplog.text
    assert get(proposing, "/status")["knowledge"] == version
    assert named(post(proposing, "/readings", {"text": TEXT}, 200))
    file.write_text(good.replace("كتائب سيف النخيل", "كتائب سيف النخلة"), encoding="utf-8")
    assert renewal.renew().workshop.knowledge_version != version
    assert not named(post(proposing, "/readings", {"text": TEXT}, 200))


def test_a_process_notices_what_another_wrote(proposing: Desk, own: Path, knowledge: Knowledge) -> None:
    """Two applications on one register and one folder; the second looks at the folder when somebody asks it something."""
    for other in desk_on(proposing.register, knowledge, app_of(proposing).state.settings):
        assert not named(post(other, "/readings", {"text": TEXT}, 200))
        approve(proposing)
        for _ in range(240):
            if named(post(other, "/readings", {"text": TEXT}, 200)):
                break
            time.sleep(0.25)
        assert get(other, "/status")["knowledge"] == get(proposing, "/status")["knowledge"]
        assert named(post(other, "/readings", {"text": TEXT}, 200))


def test_a_desk_without_a_folder_never_looks(sample: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    with open_register(where, names=names_of(knowledge)) as register:
        for desk in desk_on(register, knowledge, Settings(str(where), local=True, reviewer="x")):
            before = app_of(desk).state.desk
            assert app_of(desk).state.renewal.renew() is before


@contextmanager
def two_servers(where: Path, *options: str) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        yield stack.enter_context(served(where, *options)), stack.enter_context(served(where, *options))


def status(address: str) -> str:
    with urllib.request.urlopen(f"{address}{V1}/status", timeout=60) as answer:
        return str(json.load(answer)["knowledge"])


def sent_to_both(one: str, other: str) -> list[int]:
    """A form that one server gave, sent to both: they share the key of form tokens."""
    page = httpx.get(f"{one}/me")
    token = parsed(page.text).xpath("//input[@name='csrf']/@value")[0]
    return [
        httpx.post(f"{server}/look", data={"theme": "dark", "csrf": token}, cookies=dict(page.cookies)).status_code
        for server in (one, other)
    ]


def test_two_servers_of_one_folder(sample: Path, tmp_path: Path, own: Path) -> None:
    """Two programs as `sijill serve` starts them, and a third that approves: both read with the entry soon, without a new start."""
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    with two_servers(where, "--local", "--form-key", str(tmp_path / "desk.key")) as addresses:
        before = status(addresses[0])
        assert status(addresses[1]) == before
        assert (tmp_path / "desk.key").stat().st_mode & 0o077 == 0
        assert sent_to_both(*addresses) == [303, 303]
        made = proposals.propose(own, "actors", ENTRY, "منى", NOW)
        proposals.approve(own, made.number, "سعد", NOW, False)
        for address in addresses:
            for _ in range(240):
                if status(address) != before:
                    break
                time.sleep(0.25)
        assert status(addresses[0]) == status(addresses[1]) != before

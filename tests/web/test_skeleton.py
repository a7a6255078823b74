"""What every page and every answer of the desk has in common."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from sijill.web.access.csrf import key_of
from sijill.web.access.roles import TABLE, Action, Role, actions_of, may
from sijill.web.access.sessions import Person
from sijill.web.addresses import inside
from sijill.web.static_files import asset
from sijill.web.words import FOLDER, LANGS, wording
from tests.web.desks import Desk, desk, knowledge, sample

__all__ = ["desk", "knowledge", "sample"]
WEB = FOLDER.parent
_PLACES = re.compile(r"\{(\w+)")


def test_a_strict_policy_stands_on_every_answer(desk: Desk) -> None:
    for address in ("/", "/nothing", asset("css/desk.css"), "/static/other/none.js"):
        headers = desk.client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_pages_hold_no_inline_script_and_no_inline_style(desk: Desk) -> None:
    for file in (WEB / "templates").rglob("*.j2"):
        words = file.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|hx-on", words), file
        for script in re.findall(r"<script[^>]*>", words):
            assert "src=" in script, f"{file}: {script}"
    assert "<style" not in desk.page("/")


def test_nothing_is_loaded_from_another_host() -> None:
    for file in [*(WEB / "templates").rglob("*.j2"), *(WEB / "static/css").rglob("*.css"), *(WEB / "static/js").rglob("*.js")]:
        words = re.sub(r'xmlns="[^"]+"', "", file.read_text(encoding="utf-8"))
        assert not re.search(r"""(src|href|url\(|import|fetch\()\s*=?\s*["']?(https?:)?//""", words), file


def test_files_are_kept_for_a_year_and_told_by_their_tag(desk: Desk) -> None:
    answer = desk.client.get(asset("css/desk.css"))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    again = desk.client.get(asset("css/desk.css"), headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert "immutable" not in desk.client.get("/static/older/css/desk.css").headers["cache-control"]
    for way in ("/static/x/../app.py", "/static/x/..%2fapp.py", "/static/x/%2e%2e/%2e%2e/app.py", "/static/x//etc/passwd"):
        assert desk.client.get(way).status_code == 404


def test_the_language_is_asked_for_kept_and_guessed(desk: Desk) -> None:
    assert '<html lang="ar" dir="rtl"' in desk.page("/", lang="fr")
    assert '<html lang="en" dir="ltr"' in desk.page("/", lang="en-GB,en;q=0.8")
    assert '<html lang="ar" dir="rtl"' in desk.page("/?lang=ar", lang="en")
    assert '<html lang="ar" dir="rtl"' in desk.page("/", lang="en")  # the cookie holds


def test_faults_are_pages_in_the_readers_language(desk: Desk) -> None:
    assert "There is no such page" in desk.page("/nothing", "en", 404)
    assert "لا توجد صفحة بهذا العنوان" in desk.page("/nothing?lang=ar", "ar", 404)
    answer = desk.client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_this_machine_is_answered(desk: Desk) -> None:
    assert desk.client.get("/", headers={"host": "desk.example.org"}).status_code == 400
    assert desk.client.get("/", headers={"host": "localhost:8765"}).status_code == 200


def test_a_change_needs_the_token_of_this_browser(desk: Desk) -> None:
    post = desk.client.post
    token = desk.token()
    assert post("/look", data={"theme": "dark"}).status_code == 403
    assert post("/look", data={"theme": "dark", "csrf": token[:-4] + "AAA="}).status_code == 403
    assert post("/look", data={"theme": "dark", "csrf": token}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert post("/look", data={"theme": "dark", "csrf": "é"}).status_code == 403
    done = post("/look", data={"theme": "dark", "csrf": token, "back": "/incidents?q=1"}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/incidents?q=1")
    assert 'data-theme="dark"' in desk.page("/")
    assert post("/look", data={"theme": "auto"}, headers={"x-csrf-token": token}, follow_redirects=False).status_code == 303
    desk.client.cookies.clear()
    assert post("/look", data={"theme": "dark", "csrf": token}).status_code == 403


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "", "evil", "/a\nb"]
)
def test_nobody_is_sent_outside(desk: Desk, address: str) -> None:
    assert inside(address) == "/"
    done = desk.client.post("/look", data={"theme": "dark", "csrf": desk.token(), "back": address}, follow_redirects=False)
    assert done.headers["location"] == "/"


def test_every_route_declares_who_may_use_it(desk: Desk) -> None:
    routes: tuple[APIRoute, ...] = desk.client.app.state.routes  # type: ignore[attr-defined]
    assert len(routes) > 3
    for route in routes:
        assert actions_of(route), route.path


def test_the_table_of_roles() -> None:
    assert set(TABLE) == set(Action)
    assert not may(None, Action.READ)
    assert may(None, Action.OPEN)
    allowed = {role: {action for action in Action if may(Person("x", role, ""), action)} for role in Role}
    assert allowed[Role.GUEST] < allowed[Role.REVIEWER] < allowed[Role.EDITOR] < allowed[Role.ADMINISTRATOR] == set(Action)
    assert Action.DECIDE not in allowed[Role.GUEST]
    assert Action.JOIN not in allowed[Role.REVIEWER]
    assert Action.ACCOUNTS not in allowed[Role.EDITOR]


def test_the_key_of_form_tokens_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "key"
    first = key_of(file)
    assert key_of(file) == first
    assert file.stat().st_mode & 0o077 == 0
    assert key_of(None) != key_of(None)
    file.write_bytes(b"short")
    with pytest.raises(ValueError, match="a key has 32 or more"):
        key_of(file)
    with pytest.raises(OSError, match="No such file"):
        key_of(tmp_path / "no folder" / "key")


def test_of_several_processes_that_make_the_key_at_once_all_have_the_same(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from sijill.web.access.csrf import key_of; print(key_of(Path(sys.argv[1])).hex())"
    environment = os.environ | {"PYTHONPATH": str(WEB.parent.parent)}
    command = [sys.executable, "-c", program, str(tmp_path / "key")]
    made = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate(timeout=120)[0].strip() for process in made}
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_words_have_the_same_places_in_both_languages() -> None:
    for key, said in wording().items():
        places = [set(_PLACES.findall(said[lang])) for lang in LANGS]
        assert places[0] == places[1], key


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    """A key is used where it stands in quotation marks; of a key put together its beginning: `w('theme.' ~ name)`, `many('x', n)`."""
    files = [*(WEB / "templates").rglob("*.j2"), *WEB.rglob("*.py"), *(WEB.parent / "cli").glob("*.py")]
    said = "\n".join(file.read_text(encoding="utf-8") for file in files)
    quoted = set(re.findall(r"""["']([a-z][\w.]*)["']""", said))
    begun = set(re.findall(r"""["']([a-z][\w.]*\.)["']""", said)) | {f"{key}." for key in quoted}
    begun |= set(re.findall(r"""f["']([a-z][\w.]*\.)\{""", said))
    unused = [key for key in wording() if key not in quoted and not any(key.startswith(b) for b in begun)]
    assert unused == []
    asked = set(re.findall(r"""\bw\(['"]([\w.]+)['"][,)]""", said))
    assert asked - {"key"} - set(wording()) == set()

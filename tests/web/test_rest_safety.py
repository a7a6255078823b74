"""What the API must stand: hostile bodies, addresses that lead inwards, keys that nobody asked for, roles, and too many requests."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.register.tokens import make_token
from sijill.store.errors import StoreError
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.access.bounds import LARGEST
from sijill.web.access.rates import HEAVY, Rates, TooOftenError
from sijill.web.settings import Settings
from tests.databases import Place, place, postgresql
from tests.web.desks import CORPUS, Desk, build, desk, desk_on, knowledge, sample
from tests.web.people import Site, other_site, peopled, site
from tests.web.test_rest import TEXT, V1, first, get, post, sent, tag
from tests.web_server import serving, status

__all__ = ["desk", "knowledge", "peopled", "place", "postgresql", "sample", "site"]
DEEP = b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HOSTILE: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"1",
    b"{",
    b"{}",
    b"\xff\xfe",
    DEEP,
    b"[" * 500_000,
    b'{"text": "\xd8\x00"}',
    b'{"text": "\\ud800"}',
    b'{"text": "a\\u0000b"}',
    b'{"text": 5}',
    b'{"text": null}',
    b'{"text": ["x"]}',
    b'{"text": {"$ref": "x"}}',
    b'{"text": NaN}',
    b'{"published": 1e400}',
    b'{"\\ud800": 1}',
    b'{"text": "x", "\\u0000": 1}',
    b'{"kind": "accept", "value": NaN}',
    b'{"reason": "\\ud83d", "seen": {}}',
    b'{"reason": "x", "seen": {"\\ud800": "0-0000000000000000"}}',
    b'{"events": [{"report": "\\ud800", "event": "\\u0000"}], "reason": "x"}',
    b'{"name": "a", "size": 1' + b"0" * 5000 + b"}",
    b'{"others": [{"id": "x", "version": "x"}], "reason": "x"}',
    b'{"text": "' + "\u202e\u2066".encode() + b'", "title": "\\u0000"}',
    b'{"address": "https://exa\\u0000mple.org/"}',
    b'{"kind": "correct", "field": "killed", "value": [1' + b"0" * 400 + b', 2], "reason": "x"}',
    b'{"note": "\\ud800"}',
    b'{"sample": "\\ud800", "field": "type", "words": "ied"}',
)
POSTS = (
    "/readings",
    "/reports",
    "/reports/by-address",
    "/samples",
    "/releases",
    "/incidents/{id}/decisions",
    "/incidents/{id}/merge",
    "/incidents/{id}/split",
    "/incidents/{id}/codes",
    "/decisions/1/undo",
    "/decisions/1/confirm",
)


def raw(desk: Desk, address: str, body: bytes, kind: str = "application/json", **headers: str) -> Response:
    token = desk.client.get(f"{V1}/me").json()["csrf"]
    given = {"x-csrf-token": token, "content-type": kind, "if-match": '"0-0000000000000000"'} | headers
    return desk.client.post(V1 + address, content=body, headers=given)


def problem(answer: Response) -> dict[str, Any]:
    """A problem as RFC 9457 has it; whatever it says can be read."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:500]
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert {"type", "title", "code", "instance"} <= set(found)
    assert len(answer.content) < 20_000
    return found


@pytest.mark.parametrize("address", POSTS)
def test_hostile_bodies_are_refused_and_change_nothing(desk: Desk, address: str) -> None:
    before = get(desk, "/status"), get(desk, "/decisions"), get(desk, "/samples"), get(desk, "/releases")
    id = first(desk)
    known = json.loads(b"{}")
    for body in HOSTILE:
        if body == b"{}" and address == "/releases":
            continue  # that is a good one
        answer = raw(desk, address.format(id=id), body)
        assert answer.status_code in (400, 404, 409, 422), (address, body[:80], answer.status_code, answer.text[:500])
        known = problem(answer)
    assert known
    assert raw(desk, address.format(id=id), b"text=x", "text/plain").status_code in (404, 415, 422)
    assert raw(desk, address.format(id=id), b"x" * (LARGEST + 1)).status_code == 413
    assert (get(desk, "/status"), get(desk, "/decisions"), get(desk, "/samples"), get(desk, "/releases")) == before


def test_a_body_without_end_is_cut_off(desk: Desk) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"x" * 65536

    token = get(desk, "/me")["csrf"]
    answer = desk.client.post(f"{V1}/readings", content=endless(), headers={"x-csrf-token": token, "content-type": "application/json"})
    assert answer.status_code == 413
    assert problem(answer)["code"] == "refused.size"


@pytest.mark.parametrize(
    "address",
    [
        "/incidents/%00",
        "/incidents?text=%00",
        "/reports/a%00b",
        "/incidents/%ED%A0%80",
        "/reports/%ED%A0%80/text",
        "/incidents?outlet=%ED%A0%80",
        "/lexicon/%ED%A0%80",
        "/samples/" + "x" * 3000,
        "/incidents/..%2f..%2fetc%2fpasswd",
        "/exports/..%2fpasswd",
        "/decisions/1e9",
        "/decisions/-1",
        "/decisions/99999999999999999999",
        "/incidents?cursor=%F0%9F%92%A3",
        "/incidents?killed=99999999999999999999",
        "/incidents?min_confidence=nan",
        "/events?since=0001-01-01",
        "/incidents?since=0000-00-00",
        "/reports?since=-1",
        "/incidents?" + "country=IQ&" * 100,
        "/incidents?text=%22%20OR%20*%20NEAR(",
        "/reports?text=%27%3B--",
        "/incidents?actor=%25",
        "/releases/0",
        "/incidents?limit=0",
        "/events/a/b%00",
    ],
)
def test_hostile_addresses_are_answered(desk: Desk, address: str) -> None:
    answer = desk.client.get(V1 + address)
    assert answer.status_code in (200, 400, 404, 422), answer.text[:500]
    if answer.status_code != 200:
        problem(answer)


VALUES: tuple[Any, ...] = (
    0,
    -1,
    True,
    1.5,
    "",
    " ",
    "x" * 5000,
    [],
    [[]],
    [{}],
    {},
    [1, 2, 3],
    [None, None],
    {"start": 1, "end": 2},
    {"start": "2021-01-02", "end": "2021-01-01"},
    {"text": "x"},
    {"text": "x", "precision": []},
    {"text": "x", "precision": "site", "lat": "x", "lon": 1},
    {"text": "x", "precision": "site", "lat": 91, "lon": 1},
    {"text": "x", "precision": "site", "lat": 1},
    {"text": "x", "precision": "site", "candidates": ["x"]},
    {"text": "a\0b", "precision": "site"},
    [{"label": "x"}],
    [{"label": "x", "kind": []}],
    [{"label": {}, "kind": "other"}],
    [{"label": "x", "kind": "other", "loaded": True}],
    ["x"] * 1000,
    [{}] * 1000,
    ["\0"],
    [True, True],
    [0, 10**30],
    [5, 3],
    "25:00",
    "picnic",
    [1.0, 2.0],
    ["mortar", 5],
    {"start": "2021-01-01"},
)


def test_whatever_value_is_sent_a_field_stays_what_it_is(desk: Desk) -> None:
    """Whatever is taken can be shown, exported and projected again; all else is refused."""
    id = first(desk)
    refused = 0
    for field in ("type", "factuality", "date", "clock", "place", "perpetrators", "targets", "weapons", "killed"):
        for value in VALUES:
            body = {"kind": "correct", "field": field, "value": value, "reason": "x"}
            answer = sent(desk, f"/incidents/{id}/decisions", body, if_match=tag(desk, id))
            assert answer.status_code in (201, 422), (field, value, answer.text[:500])
            refused += answer.status_code == 422
            if answer.status_code == 201:
                assert value in ([], [1, 2, 3][:0], ["mortar"]), (field, value)
                get(desk, f"/incidents/{id}")
                get(desk, "/incidents?format=geojson")
    assert refused > 300
    for form in ("acled", "csv", "geojson", "parquet", "jsonl"):
        assert desk.client.get(f"{V1}/exports/{form}").status_code == 200


@pytest.mark.parametrize(
    ("address", "body", "more"),
    [
        ("/incidents/{id}/decisions", {"kind": "flag", "reason": "x"}, ("reviewer", "at", "id", "undone_by", "after", "waits", "account")),
        ("/incidents/{id}/codes", {"sample": "s", "field": "type", "words": "ied"}, ("reviewer", "kind", "at")),
        ("/decisions/1/undo", {"reason": "x"}, ("reviewer", "undoes", "kind")),
        ("/decisions/1/confirm", {"seen": {"x": "0-0000000000000000"}}, ("reviewer", "kind", "after")),
        ("/samples", {"name": "s"}, ("incidents", "id")),
        ("/releases", {}, ("number", "at", "code", "incidents")),
        ("/reports", {"text": TEXT}, ("id", "key", "captured_by", "retrieved", "raw", "where", "read_version")),
        ("/reports/by-address", {"address": "https://example.org/"}, ("inner", "contact", "captured_by", "key", "headers")),
        ("/readings", {"text": TEXT}, ("id", "knowledge", "sha256")),
    ],
)
def test_nothing_is_taken_that_was_not_asked_for(desk: Desk, address: str, body: dict[str, Any], more: tuple[str, ...]) -> None:
    """Mass assignment: a key that a body has not is refused by name, whatever stands behind it in the register."""
    id = first(desk)
    for name in more:
        answer = sent(desk, address.format(id=id), body | {name: "سامر"}, if_match=tag(desk, id))
        assert answer.status_code == 422, (name, answer.text[:500])
        assert [w["name"] for w in problem(answer)["where"]] == [name]
    assert get(desk, "/decisions")["items"] == []


# ── addresses that lead inwards


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0.0.0.0:{port}/",
        "http://localhost:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://[::1]:{port}/",
        "http://[::]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://{host}:{port}/",
        "https://127.0.0.1:{port}/",
        "http://example.org@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@example.org/",
        "http://127.0.0.1%2f@example.org:{port}/",
    ],
)
def test_an_address_that_leads_inwards_is_not_fetched(desk: Desk, address: str) -> None:
    with serving() as inner:
        inner.page("/", f"<html><body><h1>سر</h1><p>{TEXT}</p></body></html>")
        port = inner.server.server_port
        answer = sent(desk, "/reports/by-address", {"address": address.format(port=port, host=socket.gethostname())})
        assert answer.status_code == 422, answer.text[:500]
        assert problem(answer)["code"] in ("refused.address", "failed.values")
        assert inner.asked == []
    assert get(desk, "/status")["reports"] == 6


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:6379/",
        "/etc/passwd",
        "-",
        "javascript:alert(1)",
        "http://",
        "https:///x",
        "http://exa mple.org/",
        "http://example.org/\r\nHost: evil",
        "data:text/html,x",
        "http://[::1",
        "http://example.org:99999/",
        "http://example.org:x/",
    ],
)
def test_what_is_no_web_address_is_refused(desk: Desk, address: str) -> None:
    answer = sent(desk, "/reports/by-address", {"address": address})
    assert answer.status_code == 422, answer.text[:500]
    assert problem(answer)


def moved(to: str) -> Callable[[Any], None]:
    return status(302, b"", location=to)


def test_a_redirect_inwards_is_not_followed(sample: object, desk: Desk, knowledge: Knowledge) -> None:
    """The first server may be fetched from (its network is allowed); where it sends us may not."""
    settings = Settings("x", local=True, reviewer="منى", inner=("127.0.0.2/32",))
    with serving("127.0.0.2") as outer, serving("127.0.0.1") as inner:
        inner.page("/secret", f"<html><body><p>{TEXT}</p></body></html>")
        page = outer.page(
            "/news", f"<html lang='ar'><head><title>خبر</title></head><body><article><h1>خبر</h1><p>{TEXT}</p></article></body></html>"
        )
        for number, to in enumerate(
            (f"{inner.url}/secret", "http://169.254.169.254/", "http://[::1]/", "file:///etc/passwd", "//127.0.0.1/")
        ):
            outer.replies[f"/{number}"] = moved(to)
        for other in desk_on(desk.register, knowledge, settings):
            for number in range(5):
                answer = sent(other, "/reports/by-address", {"address": f"{outer.url}/{number}"})
                assert answer.status_code == 422, answer.text[:500]
                assert problem(answer)["code"] == "refused.address"
            assert inner.asked == []
            added = post(other, "/reports/by-address", {"address": page, "published": "2021-09-13"})
            assert (added["outcome"], len(added["incidents"])) == ("new", 1)


def test_a_feed_or_something_else_is_not_added_as_one_report(desk: Desk, knowledge: Knowledge) -> None:
    settings = Settings("x", local=True, reviewer="منى", inner=("127.0.0.2/32",))
    with serving("127.0.0.2") as site:
        lines = "\n".join(json.dumps({"id": f"x{n}", "text": TEXT, "published": "2021-09-13"}) for n in range(5))
        several = site.page("/a.jsonl", lines, "application/jsonl")
        picture = site.page("/a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image/png")
        nothing = site.page("/empty", "")
        for other in desk_on(desk.register, knowledge, settings):
            for address, said in ((several, "leads to several articles"), (picture, "picture"), (nothing, ""), (f"{site.url}/none", "404")):
                answer = sent(other, "/reports/by-address", {"address": address})
                assert answer.status_code == 422, answer.text[:500]
                assert said in problem(answer)["detail"]
            assert get(other, "/status")["reports"] == 6


# ── who may, and how often


def program(site: Site, name: str, role: str = "administrator", rights: str = "") -> TestClient:
    """A program with a token of somebody."""
    account = site.account(name)
    secret, _ = make_token(site.register, account, "tests", rights or account.role, 30, name, site.now)
    made = TestClient(site.app, base_url=site.base)
    made.headers["authorization"] = f"Bearer {secret}"
    return made


def test_a_program_with_a_token_needs_no_form_token_and_decides_under_its_owners_name(site: Site) -> None:
    rami = program(site, "rami")
    assert rami.get(f"{V1}/me").json() == {
        "name": "Rami",
        "role": "reviewer",
        "may": ["open", "read", "own", "decide", "add", "export"],
        "csrf": None,
    }
    id = rami.get(f"{V1}/incidents?limit=1").json()["items"][0]["id"]
    seen = rami.get(f"{V1}/incidents/{id}").headers["etag"]
    made = rami.post(f"{V1}/incidents/{id}/decisions", json={"kind": "flag", "reason": "x"}, headers={"if-match": seen})
    assert (made.status_code, made.json()["decision"]["reviewer"]) == (201, "Rami")
    assert ("rami", "flag", id, "done") in site.log()
    stranger = TestClient(site.app, base_url=site.base)
    for headers in ({}, {"authorization": "Bearer sijill_x"}, {"authorization": "Basic eDp4"}):
        answer = stranger.get(f"{V1}/incidents", headers=headers)
        assert (answer.status_code, problem(answer)["code"]) == (401, "refused.sign_in")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert stranger.get(f"{V1}/health").status_code == 200


def test_who_may_not_is_refused_before_anything_is_looked_at(site: Site) -> None:
    guest, reviewer, editor = (program(site, name) for name in ("gus", "rami", "esra"))
    rows = guest.get(f"{V1}/incidents?limit=2").json()["items"]
    a, b = (row["id"] for row in rows)
    seen = {name: guest.get(f"{V1}/incidents/{name}").headers["etag"] for name in (a, b)}
    merge = {"others": [{"id": b, "version": seen[b].strip('"')}], "reason": "one attack"}
    for who, address, body in (
        (guest, f"/incidents/{a}/decisions", {"kind": "flag", "reason": "x"}),
        (guest, "/reports", {"text": TEXT}),
        (guest, "/reports/by-address", {"address": "https://example.org/"}),
        (guest, "/decisions/1/undo", {"reason": "x"}),
        (guest, "/releases", {}),
        (reviewer, "/releases", {}),
        (reviewer, f"/incidents/{a}/merge", merge),
        (reviewer, "/samples", {"name": "s"}),
    ):
        answer = who.post(V1 + address, json=body, headers={"if-match": seen[a]})
        assert (answer.status_code, problem(answer)["code"]) == (403, "refused.role"), address
    assert guest.post(f"{V1}/readings", json={"text": TEXT}).status_code == 200
    made = editor.post(f"{V1}/incidents/{a}/merge", json=merge, headers={"if-match": seen[a]})
    assert made.status_code == 201
    number = made.json()["decision"]["id"]
    answer = reviewer.post(f"{V1}/decisions/{number}/undo", json={"reason": "no"})  # undoing a merge parts incidents
    assert (answer.status_code, problem(answer)["code"]) == (403, "refused.join")
    assert editor.post(f"{V1}/decisions/{number}/undo", json={"reason": "no"}).status_code == 201


def test_a_session_needs_the_form_token_for_what_changes_something(site: Site) -> None:
    browser = site.browser("rami")
    me = browser.get(f"{V1}/me").json()
    assert me["csrf"]
    refused = browser.post(f"{V1}/readings", json={"text": TEXT})
    assert (refused.status_code, problem(refused)["code"]) == (403, "refused.form_token")
    cross = browser.post(f"{V1}/readings", json={"text": TEXT}, headers={"x-csrf-token": me["csrf"], "sec-fetch-site": "cross-site"})
    assert (cross.status_code, problem(cross)["code"]) == (403, "refused.other_site")
    assert browser.post(f"{V1}/readings", json={"text": TEXT}, headers={"x-csrf-token": me["csrf"]}).status_code == 200
    assert "access-control-allow-origin" not in browser.get(f"{V1}/me", headers={"origin": "https://evil.example"}).headers


def test_who_asks_too_often_is_told_when_to_come_again(site: Site, knowledge: Knowledge) -> None:
    busy = other_site(site, knowledge, requests_a_minute=HEAVY + 5)
    rami, gus = program(busy, "rami"), program(busy, "gus")
    assert [rami.get(f"{V1}/status").status_code for _ in range(5)] == [200] * 5
    assert rami.post(f"{V1}/readings", json={"text": TEXT}).status_code == 200
    answer = rami.get(f"{V1}/status")
    assert (answer.status_code, problem(answer)["code"], answer.headers["retry-after"]) == (429, "refused.rate", "3")
    assert gus.get(f"{V1}/status").status_code == 200


def test_a_bucket_fills_by_itself() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    for _ in range(60):
        rates.take("a", 1)
    with pytest.raises(TooOftenError):
        rates.take("a", 1)
    rates.take("b", 60)
    now[0] = 10
    rates.take("a", 10)
    with pytest.raises(TooOftenError) as error:
        rates.take("a", 20)
    assert error.value.seconds == 21
    Rates(0).take("a", 10**9)


def test_a_register_that_cannot_be_reached_is_a_problem_of_its_own(desk: Desk) -> None:
    desk.register.close()
    made = desk.register.note

    def broken(key: str) -> str | None:
        raise StoreError("the connection to the database was lost", "lost")

    desk.register.note = broken  # type: ignore[method-assign]
    answer = desk.client.get(f"{V1}/health")
    desk.register.note = made  # type: ignore[method-assign]
    assert (answer.status_code, problem(answer)["code"], answer.headers["retry-after"]) == (503, "failed.register", "5")


def test_the_same_on_either_database(place: Place, knowledge: Knowledge) -> None:
    where = place()
    build(where, CORPUS / "sample.jsonl", knowledge)
    with open_register(where, names=names_of(knowledge)) as register:
        for desk in desk_on(register, knowledge, Settings(where, local=True, reviewer="منى")):
            id = first(desk)
            made = post(desk, f"/incidents/{id}/decisions", {"kind": "flag", "reason": "x"}, if_match=tag(desk, id))
            assert made["incidents"] == {id: tag(desk, id).strip('"')}
            for address in (
                "/incidents?text=نابلس&sort=killed",
                "/reports?text=نابلس",
                "/incidents/counts?by=admin1",
                "/events?since=2019-07-01",
                "/status",
                f"/incidents/{id}/history",
                "/decisions?kind=flag",
                "/samples",
                "/releases",
                "/incidents?waiting=yes",
            ):
                get(desk, address)
            for bad in ("/incidents/%00", "/samples/%ED%A0%80", "/decisions?reviewer=%ED%A0%80", "/decisions/9007199254740992"):
                assert desk.client.get(V1 + bad).status_code in (200, 400, 404, 422)
            post(desk, "/reports", {"text": TEXT, "published": "2021-09-13"})


def asked(desk: Desk, url: str, headers: dict[str, str], codes: list[int]) -> None:
    codes.append(desk.client.post(f"{V1}/reports/by-address", json={"address": f"{url}/"}, headers=headers).status_code)


def test_slow_sites_do_not_keep_the_desk_from_answering(desk: Desk, knowledge: Knowledge) -> None:
    """Of many who add by address at once only some wait; the others are told to come again, and every page still answers."""
    settings = Settings("x", local=True, reviewer="منى", inner=("127.0.0.2/32",))
    gate = threading.Event()

    def slow(handler: Any) -> None:
        gate.wait(30)
        status(404)(handler)

    with serving("127.0.0.2") as site_:
        site_.replies["/robots.txt"] = slow
        for other in desk_on(desk.register, knowledge, settings):
            codes: list[int] = []
            headers = {"x-csrf-token": get(other, "/me")["csrf"]}
            threads = [threading.Thread(target=asked, args=(other, site_.url, headers, codes)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for _ in range(200):
                if len(codes) >= 4:
                    break
                time.sleep(0.05)
            assert codes == [429] * 4
            assert get(other, "/health") == {"status": "ok"}
            gate.set()
            for thread in threads:
                thread.join(60)
            assert sorted(codes) == [422] * 4 + [429] * 4


def test_an_empty_register_answers_too(place: Place, knowledge: Knowledge) -> None:
    where = place()
    with open_register(where, names=names_of(knowledge), create=True) as register:
        for desk in desk_on(register, knowledge, Settings(where, local=True, reviewer="منى")):
            document = get(desk, "/openapi.json")
            for path in document["paths"]:
                asks = document["paths"][path].get("get")
                if asks is None or any(p.get("required") for p in asks.get("parameters", ())) or "/me/" in path:
                    continue  # one's own account needs a session
                if path == f"{V1}/proposals":
                    assert "no lexicon folder of its own" in desk.client.get(path).text
                    continue
                get(desk, path.removeprefix(V1) + ("?since=2021-01-01" if path.endswith("/events") else ""))
            for form in ("acled", "csv", "geojson", "parquet", "jsonl"):
                assert desk.client.get(f"{V1}/exports/{form}").status_code == 200
                assert get(desk, f"/exports/{form}/about")["incidents"] == 0
            assert "no incident to draw" in post(desk, "/samples", {"name": "autumn"}, 409)["detail"]
            assert sent(desk, "/releases", {}).status_code == 201

"""Who may do what at the desk: every route by every role, sessions, forms, guessing, addresses, tokens."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Thread

import pyotp
import pytest
from fastapi import Request
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.register import accounts
from sijill.register.tokens import make_token
from sijill.web.access.roles import Action, Role, actions_of, may
from sijill.web.access.sessions import Person
from tests.web.desks import Desk, desk, knowledge, sample
from tests.web.people import PASSWORD, PEOPLE, Site, form_token, other_site, peopled, post, shown, sign_in, site, with_api

__all__ = ["desk", "knowledge", "peopled", "sample", "site"]
NEW = "a lantern by the river"
ROLE_REFUSED, OLD_FORM = "does not allow this", "grown old"
OUTSIDE = [
    "//evil.example",
    "https://evil.example/x",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "http:evil",
    "///evil",
    "\\\\evil",
]


def cookie(browser: TestClient) -> str:
    return str(browser.cookies.get("sijill") or "")


def requests_of(app_routes: tuple[APIRoute, ...]) -> list[tuple[str, str, tuple[Action, ...]]]:
    """Every method and address of the desk, with what it asks for."""
    integers = {"number", "version"}
    found = []
    for route in app_routes:
        address = re.sub(
            r"\{(\w+)(:\w+)?\}", lambda m: "css/desk.css" if m.group(2) else "999999" if m.group(1) in integers else "nothing", route.path
        )
        found += [(method, address, actions_of(route)) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


def ask(browser: TestClient, method: str, address: str, token: str, **headers: str) -> Response:
    data = {} if method == "GET" else {"csrf": token}
    answer: Response = browser.request(method, address, data=data or None, headers=headers)
    assert answer.status_code < 500, (method, address, answer.text[:500])
    return answer


def let_in(answer: Response, address: str) -> str:
    """What an answer says of who asked: "in", "sign in" or "refused"."""
    assert OLD_FORM not in answer.text, address
    signs_in = address.startswith(("/sign-in", "/sign-out", "/invitation/"))  # they lead to the sign-in page by themselves
    sent = answer.headers.get("location", "").split("?")[0] == "/sign-in" and not signs_in
    if answer.status_code == 401 or sent:
        return "sign in"
    return "refused" if answer.status_code == 403 and ROLE_REFUSED in answer.text else "in"


@pytest.mark.parametrize("role", [*Role, "nobody", "disabled", "expired", "idle"])
def test_every_route_lets_in_whom_the_table_says(site: Site, role: str) -> None:
    with_api(site.app)
    name = next((name for name, is_ in PEOPLE.items() if is_ == role), "esra")
    person = Person("x", role, "") if role in list(Role) else None
    token_page = "/me" if person else "/sign-in"
    seen = {"in": 0, "sign in": 0, "refused": 0}
    for method, address, actions in requests_of(site.app.state.routes):
        browser = site.browser("" if role == "nobody" else name)
        if role == "disabled":
            accounts.disable(site.register, name, "mona", site.now)
            accounts.enable(site.register, name, "mona", site.now)
            site.register.change_account(site.account(name).id, disabled=True)
        token = form_token(browser, token_page if role not in ("expired", "idle") else "/sign-in")
        if role in ("expired", "idle"):
            held = cookie(browser)
            site.later(**({"days": 7} if role == "expired" else {"hours": 8}))
            browser = site.browser()
            token = form_token(browser)
            browser.cookies.set("sijill", held)
        expected = "in" if all(may(person, action) for action in actions) else "refused" if person else "sign in"
        assert let_in(ask(browser, method, address, token), address) == expected, (method, address, actions)
        seen[expected] += 1
        if role == "disabled":
            site.register.change_account(site.account(name).id, disabled=False)
    assert sum(seen.values()) > 25
    assert seen["in"] > 0
    assert (seen["refused"] > 0) == (role in ("guest", "reviewer", "editor"))


def test_a_token_never_exceeds_its_own_role_nor_its_owners(site: Site) -> None:
    with_api(site.app)
    roles = list(Role)
    owners = {role: name for name, role in PEOPLE.items()}
    for owner in roles:
        for ceiling in roles[: roles.index(owner) + 1]:
            secret, _ = make_token(site.register, site.account(owners[owner]), "t", ceiling, 1, "setup", site.now)
            program = TestClient(site.app, base_url=site.base, follow_redirects=False, headers={"authorization": f"Bearer {secret}"})
            for method, address, actions in requests_of(site.app.state.routes):
                if address.startswith("/api/"):
                    answer = program.request(method, address)  # without any form token: no browser sends this by itself
                    allowed = all(may(Person("x", ceiling, ""), action) for action in actions)
                    assert answer.status_code < 500
                    assert (answer.status_code == 403) == (not allowed), (owner, ceiling, address, answer.text)
                    assert answer.status_code != 401
                elif Action.OPEN not in actions:
                    assert program.get(address).status_code in (303, 405), address  # pages take no token
    answer = program.get("/api/v1/tests/reading")
    assert answer.json() == {"name": "Mona", "role": "administrator"}


def test_a_token_that_does_not_hold_opens_nothing_even_beside_a_session(site: Site) -> None:
    with_api(site.app)
    secret, row = make_token(site.register, site.account("rami"), "t", "reviewer", 1, "rami", site.now)
    browser = site.browser("mona")
    assert browser.get("/api/v1/tests/reading").status_code == 200  # the islands of a page ask with the session
    for given in ("Bearer sijill_wrong", "Bearer ", "Basic bW9uYTpwYXNz", secret, f"Bearer {secret}x", "Bearer \x00"):
        answer = browser.get("/api/v1/tests/reading", headers={"authorization": given})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="sijill"'), given
    program = site.browser()
    good = {"authorization": f"Bearer {secret}"}
    assert program.post("/api/v1/tests/deciding", headers=good).json()["role"] == "reviewer"
    accounts.change_role(site.register, "rami", "guest", "mona", site.now)
    assert program.post("/api/v1/tests/deciding", headers=good).status_code == 403
    accounts.disable(site.register, "rami", "mona", site.now)
    assert program.get("/api/v1/tests/reading", headers=good).status_code == 401
    accounts.enable(site.register, "rami", "mona", site.now)
    assert site.register.tokens_of(row.account) == ()
    assert browser.post("/api/v1/tests/deciding").status_code == 403  # a session needs the form token here too
    assert browser.post("/api/v1/tests/deciding", headers={"x-csrf-token": form_token(browser, "/me")}).status_code == 200


def test_every_change_needs_the_form_token_of_this_session(site: Site) -> None:
    with_api(site.app)
    changes = [(m, a) for m, a, _ in requests_of(site.app.state.routes) if m != "GET"]
    assert len(changes) > 15
    mona, other = site.browser("mona"), site.browser("mona")
    of_nobody = form_token(site.browser())
    mine = form_token(mona, "/me")
    for method, address in changes:
        for token in ("", "x", of_nobody, form_token(other, "/me")):
            answer = mona.request(method, address, data={"csrf": token})
            assert answer.status_code == 403, address
            assert OLD_FORM in answer.text
        answer = mona.request(method, address, data={"csrf": mine}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        answer = mona.request(method, f"{address}?csrf={mine}")
        assert answer.status_code == 403
    assert mona.get("/me").status_code == 200  # not even signed out


def test_signing_in_and_out(site: Site) -> None:
    browser = site.browser()
    assert browser.get("/").headers["location"] == "/sign-in"
    assert browser.get("/accounts?x=1").headers["location"] == "/sign-in?back=%2Faccounts%3Fx%3D1"
    page = browser.get("/sign-in?back=/accounts%3Fx%3D1")
    assert 'value="/accounts?x=1"' in page.text
    done = sign_in(browser, " MONA ", back="/accounts?x=1")
    assert (done.status_code, done.headers["location"]) == (303, "/accounts?x=1")
    (line,) = [c for c in done.headers.get_list("set-cookie") if c.startswith("sijill=")]
    assert "HttpOnly" in line
    assert "SameSite=lax" in line
    assert "Path=/" in line
    assert "Domain" not in line
    assert "Secure" not in line  # loopback, without HTTPS
    assert browser.get("/accounts").status_code == 200
    assert browser.get("/sign-in?back=/audit").headers["location"] == "/audit"
    held = cookie(browser)
    assert post(browser, "/sign-out", "/me").headers["location"] == "/sign-in"
    assert not cookie(browser)
    browser.cookies.set("sijill", held)  # who kept the cookie has nothing
    assert browser.get("/me").status_code == 303
    assert [entry[1:] for entry in site.log(who="mona")] == [("sign-in", "mona", "done"), ("sign-out", "mona", "done")]


def test_with_https_the_cookie_is_bound_to_the_host(site: Site, knowledge: Knowledge) -> None:
    safe = other_site(site, knowledge, address="https://desk.example.org")
    done = sign_in(safe.browser(), "mona")
    (line,) = [c for c in done.headers.get_list("set-cookie") if "sijill=" in c]
    assert line.startswith("__Host-sijill=")
    assert "Secure" in line
    assert "HttpOnly" in line
    assert "strict-transport-security" in done.headers
    browser = safe.browser("mona")
    assert browser.get("/me").status_code == 200
    secret = str(browser.cookies.get("__Host-sijill"))
    browser.cookies.clear()
    browser.cookies.set("sijill", secret)  # a name that another host could set
    assert browser.get("/me").status_code == 303


def test_a_session_that_somebody_chose_is_not_taken_over(site: Site) -> None:
    browser = site.browser()
    token = form_token(browser)
    browser.cookies.set("sijill", "0" * 43)  # planted before signing in
    done = browser.post("/sign-in", data={"csrf": token, "name": "mona", "password": PASSWORD})
    (line,) = [c for c in done.headers.get_list("set-cookie") if c.startswith("sijill=")]
    assert done.status_code == 303
    assert "0" * 43 not in line
    thief = site.browser()
    thief.cookies.set("sijill", "0" * 43)
    assert thief.get("/me").status_code == 303
    planted = cookie(site.browser("gus"))  # a session that the thief really has
    victim = site.browser()
    token = form_token(victim)
    victim.cookies.set("sijill", planted)
    assert victim.post("/sign-in", data={"csrf": token, "name": "mona", "password": PASSWORD}).status_code == 403
    assert sign_in(victim, "mona").status_code == 303
    thief.cookies.clear()
    thief.cookies.set("sijill", planted)
    assert thief.get("/me").status_code == 303  # it ended where somebody else signed in over it


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    browser = site.browser("gus")
    before = cookie(browser)
    answer = browser.post("/sign-in", data={"csrf": form_token(browser, "/me"), "name": "mona", "password": PASSWORD})
    assert answer.status_code == 303
    old = site.browser()
    old.cookies.set("sijill", before)
    assert old.get("/me").status_code == 303
    assert site.register.sessions_of(site.account("gus").id) == ()


def test_nothing_tells_whether_a_name_is_an_account(site: Site) -> None:
    accounts.disable(site.register, "gus", "mona", site.now)
    accounts.add_account(site.register, "invited", "x", "guest", "mona", site.now)
    pages = set()
    for name in ("mona", "nobody-of-that-name", "gus", "invited"):
        answer = sign_in(site.browser(address=f"198.51.100.{len(name)}"), name, "not the password" if name != "gus" else PASSWORD)
        assert answer.status_code == 403
        pages.add(re.sub(r'value="[^"]*"|"X-CSRF-Token": "[^"]*"', "", answer.text))
    assert len(pages) == 1
    assert "This name and password do not go together." in pages.pop()
    assert {who for who, action, _, outcome in site.log(outcome="refused")} == {"", "mona", "gus", "invited"}


def test_guessing_is_slowed_whatever_browser_is_used(site: Site) -> None:
    for turn in range(5):
        assert sign_in(site.browser(address=f"198.51.100.{turn}"), "mona", f"guess {turn}").status_code == 403
    answer = sign_in(site.browser(address="198.51.100.9"), "mona")  # the right one
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert "Too many attempts. Try again in 1 s." in answer.text
    assert sign_in(site.browser(address="198.51.100.9"), "rami").status_code == 303
    site.later(seconds=1)
    browser = site.browser(address="198.51.100.9")
    done = sign_in(browser, "mona")
    assert done.status_code == 303
    assert "Wrong attempts since you were last here: 5." in browser.get("/me").text


def test_guessing_many_names_from_one_address_is_slowed(site: Site) -> None:
    codes = [sign_in(site.browser(), f"name{turn}", "x").status_code for turn in range(21)]
    assert codes == [403] * 20 + [429]
    assert sign_in(site.browser(address="2001:db8::1"), "mona").status_code == 303


@pytest.mark.parametrize("address", OUTSIDE)
def test_nobody_is_sent_outside(site: Site, address: str) -> None:
    browser = site.browser()
    assert 'name="back" value="/"' in browser.get("/sign-in", params={"back": address}).text
    assert sign_in(browser, "mona", back=address).headers["location"] == "/"
    assert browser.get("/sign-in", params={"back": address}).headers["location"] == "/"
    assert site.browser().get("/sign-in/code", params={"back": address}).headers["location"] == "/sign-in?back=%2F"


EXTRA = {"role": "administrator", "disabled": "false", "account": "1", "id": "1", "password_hash": "x", "subject": "x", "by": "x"}


def test_nobody_sets_more_than_a_form_asks_for(site: Site) -> None:
    with_api(site.app)
    rami, mona = site.browser("rami"), site.browser("mona")
    forms: list[tuple[TestClient, str, dict[str, str | int]]] = [
        (rami, "/me/password", {"old": PASSWORD, "password": NEW, "again": NEW}),
        (rami, "/me/tokens", {"name": "t", "role": "guest", "days": 1}),
        (rami, "/me/codes/begin", {"password": PASSWORD}),
        (rami, "/me/sessions/end", {}),
        (mona, "/accounts", {"name": "new", "display": "New", "role": "guest"}),
        (mona, f"/accounts/{site.account('rami').id}/role", {"role": "editor"}),
        (mona, f"/accounts/{site.account('rami').id}/disable", {}),
        (mona, "/accounts/rules", {"second": "true"}),
        (site.browser(), "/sign-in", {"name": "rami", "password": PASSWORD}),
    ]
    for browser, address, fields in forms:
        for name, value in EXTRA.items():
            if name not in fields:
                answer = post(browser, address, "/me" if browser in (rami, mona) else "/sign-in", **{**fields, name: value})
                assert answer.status_code == 422, (address, name)
    account = site.account("rami")
    assert (account.role, account.disabled, account.code_secret) == ("reviewer", False, None)
    assert site.register.account("new") is None
    assert site.register.tokens_of(account.id) == ()
    assert len(site.register.sessions_of(account.id)) == 1


def test_nobody_gives_a_token_more_than_they_have(site: Site) -> None:
    rami = site.browser("rami")
    answer = post(rami, "/me/tokens", "/me", name="t", role="editor", days=1)
    assert answer.status_code == 422
    assert "A token cannot have a higher role than yours." in answer.text
    assert post(rami, "/me/tokens", "/me", name="t", role="owner", days=1).status_code == 422
    assert post(rami, "/me/tokens", "/me", name="t", role="guest", days=10**9).status_code == 422
    assert site.register.tokens_of(site.account("rami").id) == ()


def test_nobody_ends_what_is_anothers(site: Site) -> None:
    rami, esra = site.browser("rami"), site.browser("esra")
    _, token = make_token(site.register, site.account("esra"), "t", "guest", 1, "esra", site.now)
    (session,) = site.register.sessions_of(site.account("esra").id)
    for address in (f"/me/tokens/{token.id}/end", f"/me/sessions/{session.id}/end"):
        assert post(rami, address, "/me").status_code == 422
    assert esra.get("/me").status_code == 200
    assert len(site.register.tokens_of(site.account("esra").id)) == 1


def test_ones_own_account(site: Site) -> None:
    browser, other = site.browser("rami"), site.browser("rami")
    page = browser.get("/me")
    assert page.headers["cache-control"] == "no-store"
    assert page.text.count("Firefox, Linux") == 2
    assert "192.0.2.7" not in page.text
    made = post(browser, "/me/tokens", "/me", name="<b>weekly</b>", role="guest", days=30)
    (secret,) = shown(made)
    assert secret.startswith("sijill_")
    assert "&lt;b&gt;weekly&lt;/b&gt;" in made.text
    assert "<b>weekly" not in made.text
    assert secret not in browser.get("/me").text
    (row,) = site.register.tokens_of(site.account("rami").id)
    assert post(browser, f"/me/tokens/{row.id}/end", "/me").headers["location"] == "/me#tokens"
    assert "There are no tokens." in browser.get("/me").text
    wrong = post(browser, "/me/password", "/me", old="not this one", password=NEW, again=NEW)
    assert (wrong.status_code, "This is not your password" in wrong.text) == (403, True)
    assert "differ" in post(browser, "/me/password", "/me", old=PASSWORD, password=NEW, again=NEW + "x").text
    assert "12 characters" in post(browser, "/me/password", "/me", old=PASSWORD, password="short", again="short").text
    assert post(browser, "/me/password", "/me", old=PASSWORD, password=NEW, again=NEW).status_code == 303
    assert browser.get("/me").status_code == 200
    assert other.get("/me").status_code == 303  # the other session ended
    assert sign_in(site.browser(), "rami").status_code == 403
    assert sign_in(other, "rami", NEW).status_code == 303
    assert post(browser, "/me/sessions/end", "/me").headers["location"] == "/me#sessions"
    assert other.get("/me").status_code == 303
    (session,) = site.register.sessions_of(site.account("rami").id)
    assert post(browser, f"/me/sessions/{session.id}/end", "/me").headers["location"] == "/sign-in"
    assert browser.get("/me").status_code == 303


def test_one_time_codes_from_setting_up_to_a_lost_telephone(site: Site) -> None:
    browser = site.browser("rami")
    assert post(browser, "/me/codes/begin", "/me", password="not this one").status_code == 403
    page = post(browser, "/me/codes/begin", "/me", password=PASSWORD)
    assert page.headers["cache-control"] == "no-store"
    assert 'src="data:image/svg+xml;base64,' in page.text
    totp = pyotp.TOTP(shown(page)[0].replace(" ", ""))
    again = post(browser, "/me/codes/confirm", "/me", code="000000" if totp.at(site.now) != "000000" else "000001")
    assert again.status_code == 403
    assert shown(again) == shown(page)  # the same secret
    done = post(browser, "/me/codes/confirm", "/me", code=totp.at(site.now))
    recovery = shown(done)
    assert len(recovery) == 8
    assert "Recovery codes left: 8" in done.text
    assert recovery[0] not in browser.get("/me").text
    assert post(browser, "/me/codes/begin", "/me", password=PASSWORD).status_code == 422  # not over those that stand

    site.later(minutes=5)
    fresh = site.browser()
    half = sign_in(fresh, "rami", back="/audit")
    assert half.headers["location"] == "/sign-in/code?back=%2Faudit"
    held = str(fresh.cookies.get("sijill-code"))
    assert fresh.get("/me").status_code == 303
    thief = site.browser()
    thief.cookies.set("sijill", held)  # half a sign-in is no session
    assert thief.get("/me").status_code == 303
    assert post(fresh, "/sign-in/code", code=totp.at(site.now - timedelta(minutes=5)), back="//evil.example").status_code == 403
    done = post(fresh, "/sign-in/code", code=totp.at(site.now), back="//evil.example")
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert fresh.cookies.get("sijill-code") is None
    assert fresh.get("/me").status_code == 200

    lost = site.browser()
    sign_in(lost, "rami")
    assert post(lost, "/sign-in/code", code=recovery[3]).status_code == 303
    assert "Recovery codes left: 7" in lost.get("/me").text
    late = site.browser()
    sign_in(late, "rami")
    site.later(minutes=5)
    assert post(late, "/sign-in/code", code=totp.at(site.now)).headers["location"] == "/sign-in?back=%2F"
    assert "took too long" in late.get("/sign-in").text
    guesser = site.browser()
    sign_in(guesser, "rami")
    codes = [post(guesser, "/sign-in/code", code=f"x{turn}").status_code for turn in range(6)]
    assert codes == [403] * 5 + [429]
    mona = site.browser("mona")
    assert post(mona, f"/accounts/{site.account('rami').id}/codes/remove", "/me").status_code == 303
    site.later(minutes=1)
    assert sign_in(site.browser(), "rami").headers["location"] == "/"


def test_an_invitation_from_making_the_account_to_signing_in(site: Site) -> None:
    mona = site.browser("mona")
    made = post(mona, "/accounts", "/me", name="Salma", display="<i>سلمى</i>", role="reviewer")
    (link,) = shown(made)
    assert link.startswith("http://127.0.0.1:8765/invitation/")
    assert "&lt;i&gt;سلمى&lt;/i&gt;" in made.text
    assert "<i>سلمى" not in made.text
    assert link not in mona.get("/accounts").text
    path = link.removeprefix("http://127.0.0.1:8765")
    salma = site.browser()
    page = salma.get(path)
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert post(salma, path, path, password="short", again="short").status_code == 422
    assert post(salma, path, path, password=NEW, again=NEW + "x").status_code == 422
    assert post(salma, path, path, password=NEW, again=NEW, role="administrator").status_code == 422
    assert post(salma, path, path, password=NEW, again=NEW).headers["location"] == "/sign-in"
    assert salma.get(path).status_code == 404
    assert post(salma, path, password=NEW, again=NEW).status_code == 404
    assert sign_in(salma, "salma", NEW).status_code == 303
    assert "&lt;i&gt;سلمى&lt;/i&gt;" in salma.get("/me").text
    for fields, told in (
        ({"name": "SALMA", "display": "x"}, "There is an account of that name already."),
        ({"name": "new", "display": "Mona"}, "Another account is shown under that name"),
        ({"name": "new", "display": "x", "role": "owner"}, "There is no such role."),
    ):
        answer = post(mona, "/accounts", "/me", **fields)
        assert (answer.status_code, told in answer.text) == (422, True)


def test_accounts_are_changed_at_once_and_somebody_stays_in_charge(site: Site) -> None:
    mona, esra = site.browser("mona"), site.browser("esra")
    number = site.account("esra").id
    assert esra.get("/accounts").status_code == 403
    assert post(mona, f"/accounts/{number}/role", "/me", role="administrator").status_code == 303
    assert esra.get("/accounts").status_code == 200  # in the session at hand
    assert post(mona, f"/accounts/{number}/role", "/me", role="guest").status_code == 303
    assert esra.get("/accounts").status_code == 403
    assert post(mona, f"/accounts/{number}/sign-out", "/me").status_code == 303
    assert esra.get("/me").status_code == 303
    esra = site.browser("esra")
    assert post(mona, f"/accounts/{number}/disable", "/me").status_code == 303
    assert esra.get("/me").status_code == 303
    assert sign_in(esra, "esra").status_code == 403
    assert "disabled" in mona.get("/accounts").text
    assert post(mona, f"/accounts/{number}/invite", "/me").status_code == 422
    assert post(mona, f"/accounts/{number}/enable", "/me").status_code == 303
    assert len(shown(post(mona, f"/accounts/{number}/invite", "/me"))) == 1
    own = site.account("mona").id
    for address, fields in ((f"/accounts/{own}/disable", {}), (f"/accounts/{own}/role", {"role": "editor"})):
        answer = post(mona, address, "/me", **fields)
        assert (answer.status_code, "This is the last administrator" in answer.text) == (422, True)
    assert post(mona, f"/accounts/{'9' * 30}/enable", "/me").status_code == 404
    assert post(mona, "/accounts/rules", "/me", second="true").status_code == 303
    assert re.search(r'name="second" value="true" checked', mona.get("/accounts").text)
    assert post(mona, "/accounts/rules", "/me").status_code == 303
    assert not re.search(r'name="second" value="true" checked', mona.get("/accounts").text)


def test_the_audit_log_can_be_asked(site: Site) -> None:
    mona = site.browser("mona")
    for number in range(60):
        accounts.change_role(site.register, "gus", "guest", f"<script>{number}", site.now + timedelta(days=number))
    page = mona.get("/audit")
    assert "&lt;script&gt;59" in page.text
    assert "<script>5" not in page.text
    assert page.text.count("changed a role") == 50 + 1  # and in the list of actions
    (later,) = re.findall(r'href="([^"]+)" rel="next"', page.text)
    rest = mona.get(later.replace("&amp;", "&"))
    assert rest.text.count("changed a role") == 10 + 1
    assert "Latest entries" in rest.text
    assert mona.get("/audit?action=role-changed&who=%3Cscript%3E7").text.count("changed a role") == 1 + 1
    first, last = (site.now + timedelta(days=10)).date(), (site.now + timedelta(days=12)).date()
    assert mona.get(f"/audit?since={first}&until={last}").text.count("changed a role") == 3 + 1
    assert "There are no such entries." in mona.get("/audit?about=nothing&outcome=refused").text
    for bad in ("cursor=x", "since=yesterday", "until=2026-13-01", "since=0001-01-01", "cursor=" + "9" * 30, "who=" + "x" * 300):
        assert mona.get(f"/audit?{bad}").status_code == 422, bad
    assert "دخول" in mona.get("/audit?lang=ar").text


def test_what_is_done_and_refused_is_noted(site: Site) -> None:
    with_api(site.app)
    rami, gus = site.browser("rami"), site.browser("gus")
    assert rami.post("/api/v1/tests/deciding", headers={"x-csrf-token": form_token(rami, "/me")}).status_code == 200
    assert gus.post("/api/v1/tests/deciding", headers={"x-csrf-token": form_token(gus, "/me")}).status_code == 403
    assert gus.get("/audit").status_code == 403
    assert gus.get("/api/v1/tests/export?country=IQ").status_code == 200
    assert gus.get("/api/v1/tests/reading").status_code == 200  # reading is nobody's business
    assert gus.post("/api/v1/tests/deciding").status_code == 403
    site.browser().post("/api/v1/tests/deciding")
    site.browser().get("/audit")  # nobody can fill the log who has no account
    assert [e for e in site.log() if e[1] != "sign-in" and e[0] not in ("setup",)] == [
        ("rami", "decide", "/api/v1/tests/deciding", "done"),
        ("gus", "decide", "/api/v1/tests/deciding", "refused"),
        ("gus", "audit", "/audit", "refused"),
        ("gus", "export", "/api/v1/tests/export", "done"),
        ("gus", "change", "/api/v1/tests/deciding", "refused"),
    ]
    secret = accounts.invite(site.register, "gus", "mona", site.now)
    assert gus.post(f"/invitation/{secret}").status_code == 403
    assert site.log()[-1] == ("gus", "change", "/invitation/…", "refused")  # the log opens nothing


def test_a_local_desk_has_no_accounts_to_sign_in_with(desk: Desk) -> None:
    assert "This desk is local" in desk.page("/me")
    assert desk.client.get("/sign-in", follow_redirects=False).headers["location"] == "/"
    data = {"csrf": desk.token(), "name": "x", "password": "y"}
    assert desk.client.post("/sign-in", data=data, follow_redirects=False).headers["location"] == "/"
    assert desk.client.post("/me/tokens", data={"csrf": desk.token(), "name": "t"}, follow_redirects=False).status_code == 303
    assert desk.client.get("/sign-in/openid").status_code == 404
    assert "Sign out" not in desk.page("/me")
    desk.page("/accounts")
    desk.page("/audit")


def test_a_page_is_told_to_nobody_where_the_register_fails(site: Site) -> None:
    browser = site.browser("mona")
    with site.register._database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE sessions RENAME TO elsewhere")
    answer = browser.get("/me")
    assert answer.status_code == 503
    assert "Mona" not in answer.text


def test_a_session_in_use_goes_on_and_is_written_to_once_a_minute(site: Site) -> None:
    browser = site.browser("mona")
    (made,) = site.register.sessions_of(site.account("mona").id)
    for seconds in (20, 20, 30, 20):
        site.later(seconds=seconds)
        assert browser.get("/me").status_code == 200
        (found,) = site.register.sessions_of(site.account("mona").id)
        assert found.seen == made.seen + timedelta(seconds=0 if site.now - made.seen < timedelta(minutes=1) else 70)
    for _ in range(5):
        site.later(hours=7)
        assert browser.get("/me").status_code == 200
    site.later(hours=8)
    assert browser.get("/me").status_code == 303


def test_a_reader_waits_for_no_writer(site: Site) -> None:
    browser = site.browser("mona")
    assert browser.get("/audit").status_code == 200
    site.later(minutes=5)  # so that the session wants to be written to
    with site.register.transaction():
        site.register.set_note("held", "x")
        served = site.app.state.door
        headers = [(b"cookie", b"sijill=" + cookie(browser).encode())]
        request = Request({"type": "http", "method": "GET", "path": "/", "headers": headers, "app": site.app, "query_string": b""})
        found: list[Person | None] = []
        asking = Thread(target=lambda: found.append(served.who(request)))
        asking.start()
        asking.join(5)
        assert [person.name for person in found if person] == ["Mona"]

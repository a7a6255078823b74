"""Signing in with OpenID Connect, at a real provider that runs here and signs its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.register import accounts
from sijill.web.settings import OpenId
from tests.web.desks import knowledge, sample
from tests.web.openid_provider import CLIENT, SECRET, Provider, running
from tests.web.people import PASSWORD, Site, other_site, peopled, sign_in, site

__all__ = ["knowledge", "peopled", "sample", "site"]
ROLES = (("desk-readers", "guest"), ("desk-editors", "editor"), ("desk-chiefs", "administrator"))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as made:
        yield made


@pytest.fixture
def joined(site: Site, knowledge: Knowledge, provider: Provider) -> Site:
    """A desk that knows the provider."""
    return other_site(site, knowledge, openid=OpenId(provider.issuer, CLIENT, SECRET, "نادي الصحافة", "groups", ROLES))


def begin(browser: TestClient, back: str = "/") -> str:
    """The provider's address to which the desk sends a browser."""
    answer = browser.get("/sign-in/openid", params={"back": back})
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.headers["location"])


def come_back(browser: TestClient, address: str) -> Response:
    """Go to the provider, and where it sends the browser."""
    sent = httpx.get(address, trust_env=False)
    assert sent.status_code == 302
    answer: Response = browser.get(sent.headers["location"])
    return answer


def told(browser: TestClient, answer: Response) -> str:
    """What the sign-in page says after a refusal."""
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert browser.cookies.get("sijill") is None
    return str(browser.get("/sign-in").text)


def test_somebody_signs_in_with_the_provider(joined: Site, provider: Provider) -> None:
    browser = joined.browser()
    assert "Sign in with نادي الصحافة" in browser.get("/sign-in?back=/audit").text
    address = begin(browser, "/me?x=1")
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:8765/sign-in/openid/back"]
    assert SECRET not in address
    answer = come_back(browser, address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?x=1")
    assert browser.cookies.get("sijill-openid") is None
    account = joined.account("salma")
    assert (account.display, account.role, account.subject) == ("سلمى", "editor", f"{provider.issuer} u-17")
    page = browser.get("/me").text
    assert "You sign in through your organisation" in page
    assert ("openid", "salma") in [(str(e.detail.get("how")), e.about) for e in joined.register.audit().rows]
    again = joined.browser()
    provider.claims |= {"groups": ["desk-readers"], "preferred_username": "other", "name": "other"}
    assert come_back(again, begin(again)).status_code == 303
    assert joined.account("salma").role == "guest"  # the provider says what they are now
    assert joined.register.account("other") is None  # and the same person stays the same
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert sign_in(joined.browser(), "salma", "").status_code == 403  # there is no password to guess


def test_without_https_only_at_this_machine_and_without_a_provider_no_way(site: Site, knowledge: Knowledge) -> None:
    assert site.browser().get("/sign-in/openid").status_code == 404
    assert "openid" not in site.browser().get("/sign-in").text
    for issuer in ("http://login.example.org", "ftp://127.0.0.1", "http://127.0.0.1:1"):
        desk = other_site(site, knowledge, openid=OpenId(issuer, CLIENT, SECRET, roles=ROLES))
        browser = desk.browser()
        answer = browser.get("/sign-in/openid")
        assert "cannot be reached" in told(browser, answer), issuer


@pytest.mark.parametrize(
    "fault",
    [
        "issuer", "audience", "two audiences", "nonce", "no nonce", "expired", "other key", "our secret as key", "no signature", "no token",
        "nobody",
    ],
)  # fmt: skip
def test_a_token_that_must_not_be_believed_is_not(joined: Site, provider: Provider, fault: str) -> None:
    browser = joined.browser()
    address = begin(browser)
    provider.fault = fault
    assert "did not confirm who you are" in told(browser, come_back(browser, address))
    assert joined.register.account("salma") is None
    provider.fault = ""
    assert come_back(browser, begin(browser)).headers["location"] == "/"


@pytest.mark.parametrize("fault", ["described as another", "open endpoint"])
def test_a_provider_that_describes_itself_wrongly_is_not_used(joined: Site, provider: Provider, fault: str) -> None:
    provider.fault = fault
    browser = joined.browser()
    assert "cannot be reached" in told(browser, browser.get("/sign-in/openid"))
    assert "/token" not in provider.asked


def test_only_the_browser_that_began_comes_back_and_once(joined: Site, provider: Provider) -> None:
    browser, thief = joined.browser(), joined.browser()
    address = begin(browser)
    back = httpx.get(address, trust_env=False).headers["location"]
    assert "took too long" in told(thief, thief.get(back))  # a link to come back as somebody else
    other = joined.browser()
    begin(other)
    assert "took too long" in told(other, other.get(back))  # in the middle of their own
    held = str(browser.cookies.get("sijill-openid"))
    assert browser.get(back).headers["location"] == "/"
    replayed = joined.browser()
    replayed.cookies.set("sijill-openid", held)
    assert "took too long" in told(replayed, replayed.get(back))
    repeated = joined.browser()
    assert "took too long" in told(repeated, repeated.get(back))
    late = joined.browser()
    address = begin(late)
    joined.later(minutes=10)
    assert "took too long" in told(late, come_back(late, address))
    unsure = joined.browser()
    state = parse_qs(urlsplit(begin(unsure)).query)["state"][0]
    answer = unsure.get("/sign-in/openid/back", params={"error": "access_denied", "state": state, "error_description": "<script>"})
    assert "did not confirm" in told(unsure, answer)
    assert provider.asked.count("/token") == 1


def test_the_session_before_ends_and_nobody_is_sent_outside(joined: Site) -> None:
    browser = joined.browser("gus")
    old = str(browser.cookies.get("sijill"))
    answer = come_back(browser, begin(browser, "//evil.example"))
    assert answer.headers["location"] == "/"
    thief = joined.browser()
    thief.cookies.set("sijill", old)
    assert thief.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("groups", "role"),
    [(["desk-readers", "desk-editors"], "editor"), ("desk-chiefs", "administrator"), (["others"], None), (None, None), ({"a": 1}, None)],
)
def test_claims_give_the_role(joined: Site, provider: Provider, groups: object, role: str | None) -> None:
    provider.claims["groups"] = groups
    browser = joined.browser()
    answer = come_back(browser, begin(browser))
    if role is None:
        assert "have no role at this desk" in told(browser, answer)
        assert joined.register.account("salma") is None
    else:
        assert joined.account("salma").role == role


def test_an_account_of_the_same_name_is_not_given_away(joined: Site, provider: Provider) -> None:
    provider.claims |= {"preferred_username": "Mona", "name": "another Mona"}
    browser = joined.browser()
    assert "There is an account of that name already." in told(browser, come_back(browser, begin(browser)))
    assert joined.account("mona").subject is None
    provider.claims |= {"preferred_username": "salma", "name": "mona"}
    assert "Another account is shown under that name" in told(browser, come_back(browser, begin(browser)))
    provider.claims |= {"name": "سلمى"}
    assert come_back(browser, begin(browser)).headers["location"] == "/"
    accounts.disable(joined.register, "salma", "mona", joined.now)
    again = joined.browser()
    assert "This account is disabled." in told(again, come_back(again, begin(again)))


def test_the_provider_cannot_take_the_last_administrator_away(joined: Site, provider: Provider) -> None:
    provider.claims["groups"] = ["desk-chiefs"]
    browser = joined.browser()
    come_back(browser, begin(browser))
    accounts.change_role(joined.register, "mona", "editor", "salma", joined.now)
    provider.claims["groups"] = ["desk-readers"]
    come_back(browser, begin(browser))
    assert joined.account("salma").role == "administrator"
    assert sign_in(joined.browser(), "mona", PASSWORD).status_code == 303


def test_keys_that_changed_are_fetched_again(joined: Site, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = joined.browser()
    come_back(browser, begin(browser))
    provider.key = provider.stranger
    kept = joined.app.state.provider
    kept._keys = (kept._keys[0] - 6, kept._keys[1])  # six seconds later
    again = joined.browser()
    assert come_back(again, begin(again)).headers["location"] == "/"
    assert provider.asked.count("/keys") == 2

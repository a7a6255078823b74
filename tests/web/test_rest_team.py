"""What administrators, editors and everybody for themselves do by the API: the same use cases as the pages'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.register.tokens import make_token
from tests.web.desks import knowledge, sample
from tests.web.people import PASSWORD, Site, form_token, other_site, peopled, sign_in, site
from tests.web.test_registry import ENTRY
from tests.web.test_rest_safety import problem, program

__all__ = ["knowledge", "peopled", "sample", "site"]
V1 = "/api/v1"
PROPOSAL = {
    "room": "actors", "id": ENTRY["id"], "source": ENTRY["source"], "means": ENTRY["means"], "matches": ENTRY["matches"],
    "ignores": ENTRY["ignores"], "words": {name: ENTRY[name] for name in ("say", "weak", "loaded")},
}  # fmt: skip


def found(answer: Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text[:1000]
    return answer.json() if answer.content else None


def test_accounts_are_made_invited_changed_and_disabled(site: Site) -> None:
    mona = program(site, "mona")
    made = found(mona.post(f"{V1}/accounts", json={"name": "nour", "display": "نور", "role": "editor"}), 201)
    number, link = made["account"]["id"], made["link"]
    assert not made["account"]["password"]
    assert [one["name"] for one in found(mona.get(f"{V1}/accounts"))["items"]] == ["esra", "gus", "mona", "nour", "rami"]
    way = link.removeprefix(site.base)
    browser = site.browser()
    assert browser.post(way, data={"csrf": form_token(browser, way), "password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert sign_in(browser, "nour").status_code == 303
    assert found(mona.get(f"{V1}/accounts/{number}"))["password"]
    assert found(mona.patch(f"{V1}/accounts/{number}", json={"role": "guest"}))["role"] == "guest"
    assert found(mona.delete(f"{V1}/accounts/{number}/sessions"), 204) is None
    assert browser.get("/me").status_code == 303
    assert found(mona.patch(f"{V1}/accounts/{number}", json={"disabled": True}))["disabled"]
    assert problem(mona.post(f"{V1}/accounts/{number}/invitations"))["code"] == "account.wrong.account_disabled"
    assert not found(mona.patch(f"{V1}/accounts/{number}", json={"disabled": False}))["disabled"]
    assert found(mona.post(f"{V1}/accounts/{number}/invitations"), 201)["link"] != link
    last = site.account("mona").id
    refused = mona.patch(f"{V1}/accounts/{last}", json={"role": "guest"})
    assert (refused.status_code, problem(refused)["code"]) == (422, "account.wrong.last_administrator")
    assert site.account("mona").role == "administrator"
    assert problem(mona.get(f"{V1}/accounts/9999"))["reason"] == "missing.account"
    assert found(mona.put(f"{V1}/accounts/rules", json={"second_reviewer": True})) == {"second_reviewer": True}
    assert found(mona.get(f"{V1}/status"))["second_reviewer"]
    log = found(mona.get(f"{V1}/audit?who=mona&limit=500"))["items"]
    assert {"account-added", "account-invited", "role-changed", "account-disabled", "account-enabled", "second-reviewer"} <= {
        e["action"] for e in log
    }
    one = found(mona.get(f"{V1}/audit?limit=2"))
    assert found(mona.get(f"{V1}/audit?limit=2&cursor={one['cursor']}"))["items"][0]["id"] < one["items"][1]["id"]
    assert problem(mona.get(f"{V1}/audit?cursor=x"))["code"] == "failed.cursor"


def test_ones_own_account_is_for_a_browser_alone(site: Site) -> None:
    """A token must not make another, nor a longer or a higher one."""
    mona = program(site, "mona")
    for method, way, body in (
        ("GET", "/me/tokens", None), ("POST", "/me/tokens", {"name": "x", "role": "administrator"}), ("GET", "/me/sessions", None),
        ("DELETE", "/me/sessions", None), ("PUT", "/me/password", {"old": PASSWORD, "password": "a lantern by the river"}),
        ("POST", "/me/codes", {"password": PASSWORD}),
    ):  # fmt: skip
        answer = mona.request(method, f"{V1}{way}", json=body)
        assert (answer.status_code, problem(answer)["code"]) == (409, "refused.session"), way
    browser = site.browser("rami")
    headers = {"x-csrf-token": browser.get(f"{V1}/me").json()["csrf"]}
    made = found(browser.post(f"{V1}/me/tokens", json={"name": "weekly", "role": "reviewer", "days": 3}, headers=headers), 201)
    other = TestClient(site.app, base_url=site.base, headers={"authorization": f"Bearer {made['secret']}"})
    assert found(other.get(f"{V1}/me"))["role"] == "reviewer"
    assert (
        problem(browser.post(f"{V1}/me/tokens", json={"name": "x", "role": "administrator"}, headers=headers))["code"]
        == "account.wrong.token_role"
    )
    assert [one["name"] for one in found(browser.get(f"{V1}/me/tokens"))["items"]] == ["weekly"]
    found(browser.delete(f"{V1}/me/tokens/{made['token']['id']}", headers=headers), 204)
    assert other.get(f"{V1}/me").status_code == 401
    assert problem(browser.delete(f"{V1}/me/tokens/{made['token']['id']}", headers=headers))["status"] == 404
    second = site.browser("rami")
    assert [one["here"] for one in found(browser.get(f"{V1}/me/sessions"))["items"]].count(True) == 1
    found(browser.delete(f"{V1}/me/sessions", headers=headers), 204)
    assert second.get("/me").status_code == 303
    wrong = browser.put(f"{V1}/me/password", json={"old": "no", "password": "a lantern by the river"}, headers=headers)
    assert (wrong.status_code, problem(wrong)["code"]) == (403, "account.wrong.password_wrong")
    found(browser.put(f"{V1}/me/password", json={"old": PASSWORD, "password": "a lantern by the river"}, headers=headers), 204)
    assert sign_in(site.browser(), "rami", "a lantern by the river").status_code == 303


def test_saved_searches_with_their_feeds(site: Site) -> None:
    rami, gus = program(site, "rami"), program(site, "gus")
    made = found(rami.post(f"{V1}/saved", json={"name": "clashes", "query": "?type=armed_clash&sort=latest"}), 201)
    number = made["search"]["id"]
    assert made["search"]["incidents"] == found(rami.get(f"{V1}/incidents/counts?type=armed_clash"))["total"]
    way = made["feed"].removeprefix(site.base)
    assert site.browser().get(way).headers["content-type"].startswith("application/atom+xml")
    assert found(rami.patch(f"{V1}/saved/{number}", json={"name": "fights"}))["name"] == "fights"
    again = found(rami.post(f"{V1}/saved/{number}/feed"), 201)["feed"]
    assert site.browser().get(way).status_code == 404
    assert site.browser().get(again.removeprefix(site.base)).status_code == 200
    assert found(gus.get(f"{V1}/saved"))["items"] == []
    assert gus.delete(f"{V1}/saved/{number}").status_code == 404  # another's
    found(rami.delete(f"{V1}/saved/{number}"), 204)
    assert found(rami.get(f"{V1}/saved"))["items"] == []


def test_sources_are_added_and_changed_by_administrators_and_never_a_path(site: Site) -> None:
    mona = program(site, "mona")
    body = {"address": "https://feed.example/rss", "outlet": " وكالة  النخيل ", "country": "iq", "zone": "Asia/Baghdad"}
    made = found(mona.post(f"{V1}/sources", json=body), 201)
    assert (made["outlet"], made["country"], made["kind"], made["visited"]) == ("وكالة النخيل", "IQ", "feed", None)
    changed = found(mona.put(f"{V1}/sources/{made['id']}", json={"outlet": "النخيل", "leaning": "x", "leaning_by": "y"}))
    assert (changed["address"], changed["zone"], changed["leaning_by"]) == ("https://feed.example/rss", None, "y")
    for wrong, reason in (
        ({"leaning": "x"}, "source.leaning"), ({"country": "ZZ"}, "source.country"), ({"zone": "Mars/Base"}, "source.zone"),
        ({"zone": "../../etc/passwd"}, "source.zone"), ({"outlet": " "}, "source.no_outlet"),
    ):  # fmt: skip
        answer = mona.post(f"{V1}/sources", json={"address": "https://x.example/", "outlet": "x"} | wrong)
        assert (answer.status_code, problem(answer)["reason"]) == (422, reason)
    assert mona.post(f"{V1}/sources", json={"address": "/etc", "outlet": "x"}).status_code == 422
    assert program(site, "esra").post(f"{V1}/sources", json=body).status_code == 403
    assert [one["id"] for one in found(program(site, "gus").get(f"{V1}/sources"))["items"]] == [made["id"]]
    assert ("mona", "source", str(made["id"]), "done") in site.log()


def test_an_entry_is_tried_proposed_and_judged_by_another(site: Site, knowledge: Knowledge, tmp_path: Path) -> None:
    busy = other_site(site, knowledge, lexicon=tmp_path / "own", requests_a_minute=0)
    esra, mona = program(busy, "esra"), program(busy, "mona")
    assert problem(program(site, "esra").get(f"{V1}/proposals"))["code"] == "proposal.no_folder"
    tried = found(esra.post(f"{V1}/proposals/try", json=PROPOSAL))
    assert (tried["sound"], tried["own"], tried["faults"]) == (True, 2, [])
    assert "كتائب سيف النخيل" in tried["written"]
    bad = found(esra.post(f"{V1}/proposals/try", json=PROPOSAL | {"ignores": []}, headers={"accept-language": "ar"}))
    assert [fault["reason"] for fault in bad["faults"]] == ["entry.needs_example"]
    assert "جملة واحدة" in bad["faults"][0]["message"]
    refused = problem(esra.post(f"{V1}/proposals", json=PROPOSAL | {"ignores": []}))
    assert (refused["code"], refused["proof"]["sound"]) == ("proposal.wrong.unsound", False)
    made = found(esra.post(f"{V1}/proposals", json=PROPOSAL), 201)
    assert made["entry"] == ENTRY
    assert problem(esra.post(f"{V1}/proposals", json=PROPOSAL))["code"] == "proposal.wrong.waits"
    way = f"{V1}/proposals/{made['number']}"
    assert found(esra.get(way))["proof"]["sound"]
    own = esra.post(f"{way}/approve", json={})
    assert (own.status_code, problem(own)["code"]) == (409, "proposal.wrong.own")
    assert found(mona.post(f"{way}/approve", json={"note": "نعم"}))["state"] == "approved"
    assert problem(mona.post(f"{way}/refuse", json={}))["code"] == "proposal.wrong.judged"
    assert [one["state"] for one in found(esra.get(f"{V1}/proposals?state=approved"))["items"]] == ["approved"]
    assert found(esra.get(f"{V1}/actors/{ENTRY['id']}"))["says"]["say"] == ENTRY["say"]
    assert esra.get(f"{V1}/proposals/77").status_code == 404


def test_previews_of_merges_splits_and_corrections(site: Site) -> None:
    esra = program(site, "esra")
    a, b = (row["id"] for row in found(esra.get(f"{V1}/incidents?limit=2"))["items"])
    both = found(esra.get(f"{V1}/incidents/{a}/merge/{b}"))
    assert both["versions"] == {name: found(esra.get(f"{V1}/incidents/{name}"))["version"] for name in (a, b)}
    others = [{"id": b, "version": both["versions"][b]}]
    merged = found(
        esra.post(f"{V1}/incidents/{a}/merge", json={"others": others, "reason": "x"}, headers={"if-match": f'"{both["versions"][a]}"'}),
        201,
    )
    (id,) = merged["incidents"]
    events = both["merged"]["events"]
    assert found(esra.get(f"{V1}/incidents/{id}"))["events"] == events
    parts = found(esra.post(f"{V1}/incidents/{id}/split/preview", json={"events": events[:1]}))
    assert parts["goes"]["events"] == events[:1]
    assert parts["stays"]["events"] == events[1:]
    assert esra.post(f"{V1}/incidents/{id}/split/preview", json={"events": events}).status_code == 404
    assert esra.get(f"{V1}/incidents/{id}/merge/{id}").status_code == 404
    assert all(one["id"] != id for one in found(esra.get(f"{V1}/incidents/{id}/near"))["items"])


def test_a_correction_rests_on_words_that_somebody_chose(site: Site) -> None:
    rami = program(site, "rami")
    rows = found(rami.get(f"{V1}/incidents?killed=1&limit=20"))["items"]
    id = rows[0]["id"]
    told = next(one for one in found(rami.get(f"{V1}/incidents/{id}/statements?field=killed"))["items"] if one["evidence"])
    start, end, words = told["evidence"][0]
    asked = f"report={told['report']}&start={start}&end={end}&field=killed"
    seems = found(rami.get(f"{V1}/suggestions?{asked}"))
    assert seems["words"] == words.strip()
    seen = {"if-match": rami.get(f"{V1}/incidents/{id}").headers["etag"]}
    body = {
        "kind": "correct",
        "field": "killed",
        "value": [7, 9],
        "reason": "x",
        "evidence": [{"report": told["report"], "start": start, "end": end}],
    }
    made = found(rami.post(f"{V1}/incidents/{id}/decisions", json=body, headers=seen), 201)
    assert made["decision"]["after"]["evidence"][0]["quote"] == words.strip()
    seen = {"if-match": rami.get(f"{V1}/incidents/{id}").headers["etag"]}
    far = body | {"evidence": [{"report": told["report"], "start": 0, "end": 9_000_000}]}
    assert problem(rami.post(f"{V1}/incidents/{id}/decisions", json=far, headers=seen))["reason"] == "words.outside"
    assert problem(rami.get(f"{V1}/suggestions?report=none&start=0&end=1&field=killed"))["reason"] == "api.suggestion"


def test_jobs_names_places_and_days(site: Site) -> None:
    gus = program(site, "gus")
    job = found(gus.get(f"{V1}/jobs"))["items"][0]
    assert found(gus.get(f"{V1}/jobs/{job['id']}")) == job
    items = found(gus.get(f"{V1}/jobs/{job['id']}/items?limit=2"))
    assert found(gus.get(f"{V1}/jobs/{job['id']}/items?limit=2&cursor={items['cursor']}"))["items"][0] not in items["items"]
    assert {one["outcome"] for one in found(gus.get(f"{V1}/jobs/{job['id']}/items?outcome=new"))["items"]} == {"new"}
    assert problem(gus.get(f"{V1}/jobs/999"))["reason"] == "missing.job"
    assert "sj:iq-ramadi" in [one["value"] for one in found(gus.get(f"{V1}/names/places?begun=رماد"))["items"]]
    assert found(gus.get(f"{V1}/facets/actor?begun=&lang=en"))["items"][0]["incidents"] > 0
    near = found(gus.get(f"{V1}/places/near?lat=33.42&lon=43.3"))["items"]
    assert "sj:iq-ramadi" in [one["id"] for one in near[:3]]
    assert found(gus.get(f"{V1}/days/hijri?day=2021-09-12&lang=en"))["hijri"] == "5 Safar 1443 AH"
    place = found(gus.get(f"{V1}/places/sj:iq-ramadi"))
    assert [one["name"] for one in place["within"]] == ["Iraq", "Al Anbar"]
    entry = found(gus.get(f"{V1}/lexicon/actor.af.taliban"))
    assert entry["matches"]
    assert entry["known"]
    assert "looked_at" in found(gus.get(f"{V1}/lexicon/actor.af.taliban/uses"))


def test_a_report_with_what_became_of_it(site: Site) -> None:
    rami = program(site, "rami")
    text = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود."
    body = {"text": text, "published": "2021-09-13", "url": "https://example.org/1", "outlet": "وكالة النخيل"}
    made = found(rami.post(f"{V1}/reports", json=body), 201)
    again = found(rami.post(f"{V1}/reports", json=body | {"text": text.replace("ثلاثة", "أربعة")}), 201)
    assert (again["report"], again["version"]) == (made["report"], 2)
    told = found(rami.get(f"{V1}/reports/{made['report']}/changes?version=2"))["items"]
    assert ("killed", 3, 4) in [(one["field"], one["before"], one["after"]) for one in told]
    assert {one["id"] for one in found(rami.get(f"{V1}/reports/{made['report']}/incidents"))["items"]} == set(again["incidents"])
    assert found(rami.get(f"{V1}/reports/{made['report']}/copies"))["items"] == []
    secret, _ = make_token(site.register, site.account("gus"), "t", "guest", 1, "gus", site.now)
    guest = TestClient(site.app, base_url=site.base, headers={"authorization": f"Bearer {secret}"})
    assert guest.post(f"{V1}/readings/by-address", json={"address": "https://example.org/"}).status_code == 403

"""The REST API on the sample register: what it gives, how it pages, tags and refuses, and deciding with versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response

from sijill.exports.formats import FORMATS
from sijill.exports.info import ExportInfo
from sijill.register import exporting
from sijill.register.audit import entries
from sijill.register.desk_decisions import Reviewer, Wish, incident_version, take
from sijill.register.exporting import export_parts
from sijill.register.rules_of_review import require_second_reviewer
from sijill.register.views import all_records
from sijill.store.account_rows import AuditFilters
from tests.web.desks import NOW, Desk, desk, knowledge, sample

__all__ = ["desk", "knowledge", "sample"]
V1 = "/api/v1"
TEXT = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود وإصابة خمسة آخرين، بحسب مصدر أمني."

TEXT_TOO = "أعلنت الشرطة أن عبوة ناسفة انفجرت على الطريق في الرمادي أمس الأحد، ما أدى إلى مقتل أربعة جنود وإصابة ستة بجروح."


def get(desk: Desk, address: str, status: int = 200, **headers: str) -> Any:
    answer = desk.client.get(V1 + address, headers=headers)
    assert answer.status_code == status, answer.text[:2000]
    return answer.json()


def post(desk: Desk, address: str, body: Any, status: int = 201, **headers: str) -> Any:
    answer = sent(desk, address, body, **headers)
    assert answer.status_code == status, answer.text[:2000]
    return answer.json()


def sent(desk: Desk, address: str, body: Any, **headers: str) -> Response:
    token = desk.client.get(f"{V1}/me").json()["csrf"]
    given = {"x-csrf-token": token} | {name.replace("_", "-"): value for name, value in headers.items()}
    return desk.client.post(V1 + address, json=body, headers=given)


def first(desk: Desk, question: str = "") -> str:
    return str(get(desk, f"/incidents?limit=1{question}")["items"][0]["id"])


def tag(desk: Desk, id: str) -> str:
    found = desk.client.get(f"{V1}/incidents/{id}").headers["etag"]
    assert found == f'"{incident_version(desk.register, id)}"'
    return str(found)


# ── reading


def test_incidents_come_in_pages_that_lead_to_each_other(desk: Desk) -> None:
    whole = [row.id for row in desk.register.incidents(limit=500).rows]
    found: list[str] = []
    address = f"{V1}/incidents?limit=5"
    while True:
        answer = desk.client.get(address)
        found += [item["id"] for item in answer.json()["items"]]
        if "next" not in answer.links:
            assert answer.json()["cursor"] is None
            break
        address = answer.links["next"]["url"]
    assert found == whole
    assert len(whole) > 10
    for sort in ("earliest", "arrived", "killed"):
        one = get(desk, f"/incidents?limit=3&sort={sort}")
        two = get(desk, f"/incidents?limit=3&sort={sort}&cursor={one['cursor']}")
        assert not {item["id"] for item in one["items"]} & {item["id"] for item in two["items"]}


def test_a_question_asks_the_same_of_the_api_as_of_the_register(desk: Desk) -> None:
    every = get(desk, "/incidents?limit=500")["items"]
    asked: tuple[tuple[str, Callable[[Any], bool]], ...] = (
        ("type=armed_clash", lambda i: i["type"] == "armed_clash"),
        ("country=PS", lambda i: (i["place"] or {}).get("country") == "PS"),
        ("killed=1", lambda i: i["killed"] is not None and i["killed"]["high"] >= 1),
        ("since=2021-01-01&until=2021-12-31", lambda i: i["date"] is not None and i["date"]["start"][:4] == "2021"),
        ("contested=yes", lambda i: i["contested"] != []),
        ("status=alleged", lambda i: i["factuality"] == "alleged"),
        ("review=waiting&min_confidence=0.1", lambda i: i["review"] == "unreviewed"),
    )
    for question, holds in asked:
        got = get(desk, f"/incidents?limit=500&{question}")["items"]
        assert got == [item for item in every if holds(item)], question
        assert get(desk, f"/incidents/counts?{question}")["total"] == len(got)
    assert sum(get(desk, "/incidents/counts?by=country")["counts"].values()) == sum(i["place"] is not None for i in every)


def test_what_cannot_be_understood_is_refused_with_its_name(desk: Desk) -> None:
    problem = get(desk, "/incidents?country=Iraq&text=،&sort=latest", 422)
    assert [(w["in"], w["name"]) for w in problem["where"]] == [("query", "country"), ("query", "text")]
    assert problem["instance"] == "/api/v1/incidents"
    assert (problem["title"], problem["code"]) == ("Some values are not as they should be; nothing was changed.", "failed.values")
    for address, name in (
        ("/incidents?since=yesterday", "since"), ("/incidents?limit=501", "limit"), ("/incidents?quarter=1", "quarter"),
        ("/incidents?cursor=xx", "cursor"), ("/incidents?sort=killed&cursor=xx", "cursor"), ("/reports?cursor=x", "cursor"),
        ("/decisions?cursor=x", "cursor"), ("/events?since=2021-09-01&cursor=x", "cursor"), ("/actors?cursor=x", "cursor"),
        ("/reports?text=،", "text"),
    ):  # fmt: skip
        problem = get(desk, address, 422)
        assert name in [w["name"] for w in problem["where"]], address


def told_twice(desk: Desk) -> str:
    """An incident of which two reports tell, with different figures."""
    known = {"outlet": "وكالة النخيل", "published": "2021-09-13", "country": "IQ"}
    one = post(desk, "/reports", known | {"text": TEXT})
    two = post(desk, "/reports", known | {"text": TEXT_TOO, "outlet": "صحيفة الضفاف"})
    (id,) = two["incidents"]
    assert set(get(desk, f"/incidents/{id}")["reports"]) == {one["report"], two["report"]}
    return str(id)


def test_an_incident_with_every_statement_and_its_words(desk: Desk) -> None:
    id = told_twice(desk)
    assert [item["id"] for item in get(desk, "/incidents?contested=yes")["items"]] == [id]
    whole = get(desk, f"/incidents/{id}")
    assert f'"{whole["version"]}"' == tag(desk, id)
    statements = {told["n"]: told for told in whole["statements"]}
    assert {statements[n]["field"] for n in whole["type"]["support"]} == {"type"}
    for told in statements.values():
        text = get(desk, f"/reports/{told['report']}/text")["text"]
        assert all(text[start:end] == quote for start, end, quote in told["evidence"])
    assert get(desk, f"/incidents/{id}/statements")["items"] == whole["statements"]
    only = get(desk, f"/incidents/{id}/statements?field=type")["items"]
    assert only == [told for told in whole["statements"] if told["field"] == "type"] != []
    assert get(desk, f"/incidents/{id}/history") == {"items": []}
    event = whole["events"][0]
    told = get(desk, f"/events/{event['report']}/{event['event']}")
    assert (told["incident"], told["record"]["id"]) == (id, event["event"])


def test_links_say_why_events_are_one(desk: Desk) -> None:
    links = get(desk, f"/incidents/{told_twice(desk)}/links")["items"]
    assert links
    assert all(link["reasons"] and link["verdict"] in ("same", "unsure", "different") for link in links)


def test_geojson_by_accept_and_by_format(desk: Desk) -> None:
    by_accept = desk.client.get(f"{V1}/incidents", headers={"accept": "application/geo+json"})
    by_format = desk.client.get(f"{V1}/incidents?format=geojson")
    assert by_accept.headers["content-type"] == by_format.headers["content-type"] == "application/geo+json"
    assert by_accept.json() == by_format.json()
    kinds = {f["properties"]["place"]["precision"]: f["geometry"]["type"] for f in by_format.json()["features"] if f["geometry"]}
    assert kinds
    assert all((kind == "Point") == (precision in ("site", "town")) for precision, kind in kinds.items())
    assert (
        desk.client.get(f"{V1}/incidents?format=json", headers={"accept": "application/geo+json"}).headers["content-type"]
        == "application/json"
    )


def test_reports_versions_texts_readings_and_spans(desk: Desk) -> None:
    rows = get(desk, "/reports?limit=500")["items"]
    assert [row["id"] for row in rows] == [row.id for row in desk.register.recent_reports(500)]
    read = next(row for row in rows if len(get(desk, f"/reports/{row['id']}/spans")["items"]) > 5)
    name = read["id"]
    text = get(desk, f"/reports/{name}/text")
    assert get(desk, f"/reports/{name}")["read_version"] == text["version"] == 1
    version = get(desk, f"/reports/{name}/versions")["items"][0]
    assert (version["text_sha256"], version["captured_by"]) == (text["sha256"], "tests")
    spans = get(desk, f"/reports/{name}/spans")
    assert all(text["text"][s["start"] : s["end"]] == s["text"] for s in spans["items"])
    record = get(desk, f"/reports/{name}/reading")["record"]
    assert {s["event"] for s in spans["items"]} - {None} == {event["id"] for event in record["events"] if event["evidence"]}
    found = get(desk, "/reports?text=نابلس")["items"]
    assert 0 < len(found) < len(rows)
    get(desk, f"/reports/{name}/text?version=2", 404)
    get(desk, "/reports/nowhere", 404)
    get(desk, "/reports/nowhere/spans", 404)


def test_events_of_some_days(desk: Desk) -> None:
    one = get(desk, "/events?since=2019-07-01&until=2019-07-30&limit=3")
    two = get(desk, f"/events?since=2019-07-01&until=2019-07-30&limit=100&cursor={one['cursor']}")
    names = [(i["report"], i["event"]) for i in (*one["items"], *two["items"])]
    assert names == sorted(set(names))
    assert len(one["items"]) == 3 < len(names)
    assert two["cursor"] is None
    assert get(desk, "/events?since=2019-07-01&until=2019-07-30&country=JP")["items"] == []
    get(desk, "/events?since=9999-12-31")
    get(desk, "/events/nowhere/e0", 404)


def test_the_registry(desk: Desk) -> None:
    actors = get(desk, "/actors?find=" + "تنظيم الدولة الإسلامية")["items"]
    assert "actor.xx.islamic_state" in [actor["id"] for actor in actors]
    assert get(desk, "/actors/actor.xx.islamic_state")["means"]["kind"] == "jihadist_group"
    assert get(desk, "/actors?find=islamic state")["items"]
    assert get(desk, "/places?find=الرمادي&country=IQ")["items"][0]["id"] == "sj:iq-ramadi"
    assert get(desk, "/places/sj:iq-ramadi")["name"] == "Ramadi"
    one = get(desk, "/lexicon?room=actors&limit=2")
    two = get(desk, f"/lexicon?room=actors&limit=2&cursor={one['cursor']}")
    four = get(desk, "/lexicon?room=actors&limit=4")["items"]
    assert [entry["id"] for entry in four] == [entry["id"] for entry in (*one["items"], *two["items"])]
    for address in ("/actors/nobody", "/actors/sj:iq-ramadi", "/lexicon/nothing", "/places/nowhere"):
        assert get(desk, address, 404)["code"] == "missing.entry"


def test_nothing_is_sent_twice(desk: Desk) -> None:
    id = first(desk)
    for address in ("/incidents", f"/incidents/{id}", "/reports", "/status", "/openapi.json", "/incidents/counts", "/lexicon"):
        answer = desk.client.get(V1 + address)
        known = answer.headers["etag"]
        for asked in (known, f'"other", {known}', "*", known.removeprefix("W/")):
            again = desk.client.get(V1 + address, headers={"if-none-match": asked})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", known), address
        assert desk.client.get(V1 + address, headers={"if-none-match": '"other"'}).status_code == 200
    before = desk.client.get(f"{V1}/incidents/{id}").headers["etag"]
    post(desk, f"/incidents/{id}/decisions", {"kind": "accept"}, if_match=before)
    assert desk.client.get(f"{V1}/incidents/{id}", headers={"if-none-match": before}).status_code == 200


def test_health_me_and_status(desk: Desk) -> None:
    assert get(desk, "/health") == {"status": "ok"}
    me = get(desk, "/me")
    assert (me["name"], me["role"], "accounts" in me["may"]) == ("منى", "administrator", True)
    status = get(desk, "/status")
    assert (status["reports"], status["unlinked"], status["second_reviewer"]) == (desk.register.count_reports(), 0, False)
    require_second_reviewer(desk.register, True, "منى", NOW)
    assert get(desk, "/status")["second_reviewer"] is True


# ── deciding


def test_a_decision_names_the_version_that_was_seen(desk: Desk) -> None:
    id = first(desk)
    body = {"kind": "correct", "field": "killed", "words": "3-5", "reason": "the list"}
    assert post(desk, f"/incidents/{id}/decisions", body, 428)["code"] == "refused.version"
    assert post(desk, f"/incidents/{id}/decisions", body, 428, if_match="*")["code"] == "refused.version"
    seen = tag(desk, id)
    made = post(desk, f"/incidents/{id}/decisions", body, if_match=seen)
    assert made["incidents"] == {id: incident_version(desk.register, id)}
    assert (made["decision"]["after"], made["decision"]["reviewer"], made["waits"]) == ({"field": "killed", "value": [3, 5]}, "منى", False)
    assert get(desk, f"/decisions/{made['decision']['id']}") == made["decision"]
    assert get(desk, f"/incidents/{id}/history")["items"] == [made["decision"]]
    assert get(desk, f"/decisions?incident={id}")["items"] == [made["decision"]]
    assert get(desk, f"/incidents/{id}")["killed"]["value"]["high"] == 5
    late = post(desk, f"/incidents/{id}/decisions", {"kind": "flag", "reason": "look"}, 409, if_match=seen)
    assert (late["code"], late["incident"], late["version"]) == ("failed.stale", id, made["incidents"][id])
    assert [d["id"] for d in late["since"]] == [made["decision"]["id"]]
    own = post(desk, f"/incidents/{id}/decisions", {"kind": "accept"}, 422, if_match=tag(desk, id))
    assert "another must accept that" in own["detail"]
    undone = post(desk, f"/decisions/{made['decision']['id']}/undo", {"reason": "a mistake", "seen": made["incidents"]})
    assert undone["decision"]["undoes"] == made["decision"]["id"]
    assert post(desk, f"/decisions/{made['decision']['id']}/undo", {"reason": "again"}, 409)["code"] == "failed.conflict"
    assert post(desk, f"/decisions/{undone['decision']['id']}/undo", {"reason": "again"}, 422)["code"] == "failed.decision"
    assert post(desk, "/decisions/99/undo", {"reason": "again"}, 404)["code"] == "missing.decision"
    assert post(desk, "/incidents/nowhere/decisions", {"kind": "accept"}, 404, if_match=seen)["code"] == "missing.incident"


def test_a_correction_as_json_and_in_words(desk: Desk) -> None:
    id = first(desk)
    for field, value in (("killed", [2, 4]), ("clock", "07:15"), ("weapons", ["mortar"]), ("date", None),
                         ("targets", [{"label": "سائق", "kind": "civilians"}]),
                         ("place", {"text": "مفرق السدة", "precision": "site", "lat": 33.42, "lon": 44.02})):  # fmt: skip
        body = {"kind": "correct", "field": field, "value": value, "reason": "seen"}
        made = post(desk, f"/incidents/{id}/decisions", body, if_match=tag(desk, id))
        assert made["decision"]["after"] == {"field": field, "value": value}
        get(desk, f"/incidents/{id}")
        get(desk, "/incidents")
    wrong: list[dict[str, Any]] = [
        {"kind": "correct", "field": "killed"}, {"kind": "correct", "words": "3"}, {"kind": "accept", "field": "killed"},
        {"kind": "correct", "field": "killed", "words": "3", "value": [3, 3]}, {"kind": "merge"}, {"kind": "reject", "reason": " "},
        {"kind": "correct", "field": "type", "words": "picnic"},
    ]  # fmt: skip
    for body in wrong:
        post(desk, f"/incidents/{id}/decisions", {"reason": "seen", **body}, 422, if_match=tag(desk, id))


def test_merge_split_and_undo(desk: Desk) -> None:
    a, b = (item["id"] for item in get(desk, "/incidents?limit=2")["items"])
    other = {"id": b, "version": tag(desk, b).strip('"')}
    merged = post(desk, f"/incidents/{a}/merge", {"others": [other], "reason": "one attack"}, if_match=tag(desk, a))
    assert len(merged["incidents"]) == 1
    (one,) = merged["incidents"]
    gone = ({a, b} - {one}).pop()
    late = post(desk, f"/incidents/{gone}/decisions", {"kind": "accept"}, 409, if_match='"0-0000000000000000"')
    assert (late["version"], late["held_by"]) == (None, [one])
    get(desk, f"/incidents/{gone}", 404)
    events = get(desk, f"/incidents/{one}")["events"]
    parted = post(desk, f"/incidents/{one}/split", {"events": events[:1], "reason": "two attacks"}, if_match=tag(desk, one))
    assert len(parted["incidents"]) == 2
    post(desk, f"/decisions/{parted['decision']['id']}/undo", {"reason": "no"})
    post(desk, f"/decisions/{merged['decision']['id']}/undo", {"reason": "no"})
    assert get(desk, f"/incidents/{gone}")["review"] == "unreviewed"
    assert get(desk, "/decisions/stale") == {"items": []}
    assert [d["kind"] for d in get(desk, "/decisions?kind=merge&kind=undo")["items"]] == ["merge", "undo", "undo"]
    one = get(desk, "/decisions?limit=1")
    assert get(desk, f"/decisions?limit=1&cursor={one['cursor']}")["items"][0]["kind"] == "split"


def test_a_second_reviewer(desk: Desk) -> None:
    require_second_reviewer(desk.register, True, "منى", NOW)
    id = first(desk)
    made = post(desk, f"/incidents/{id}/decisions", {"kind": "accept"}, if_match=tag(desk, id))
    assert made["waits"]
    assert made["decision"]["waiting"]
    number = made["decision"]["id"]
    assert [i["id"] for i in get(desk, "/incidents?waiting=yes")["items"]] == [id]
    assert get(desk, f"/incidents/{id}")["waiting"] == [number]
    assert post(desk, f"/decisions/{number}/confirm", {}, 422)["where"][0]["name"] == "seen"
    own = post(desk, f"/decisions/{number}/confirm", {"seen": made["incidents"]}, 422)
    assert "another must confirm it" in own["detail"]
    wish = Wish("accept", (id,))
    take(desk.register, desk.workshop, wish, Reviewer("سامر"), made["incidents"])
    assert get(desk, f"/decisions/{number}")["waiting"] is False
    assert get(desk, "/incidents?waiting=yes")["items"] == []
    assert get(desk, f"/incidents/{id}")["review"] == "accepted"
    told = [(e.who, e.action, e.about) for e in entries(desk.register, AuditFilters()).rows]
    assert told == [("سامر", "confirm", id), ("منى", "accept", id), ("منى", "second-reviewer", "")]


def test_a_sample_is_drawn_and_coded(desk: Desk) -> None:
    made = post(desk, "/samples", {"name": "autumn", "size": 3})
    assert len(made["incidents"]) == 3
    assert post(desk, "/samples", {"name": "autumn"}, 409)["code"] == "failed.conflict"
    assert get(desk, "/samples") == {"items": ["autumn"]}
    body = {"sample": "autumn", "field": "type", "words": "ied"}
    post(desk, f"/incidents/{made['incidents'][0]}/codes", body)
    assert get(desk, "/samples/autumn")["agreement"] == [{"field": "type", "alpha": None, "incidents": 1, "reviewers": 1}]
    assert "not in the sample" in post(desk, f"/incidents/{made['incidents'][0]}/codes", body | {"sample": "x"}, 422)["detail"]
    post(desk, "/incidents/nowhere/codes", body, 404)
    get(desk, "/samples/spring", 404)


# ── adding, exporting


def test_a_pasted_article_is_read_and_nothing_kept(desk: Desk) -> None:
    before = get(desk, "/status")
    record = post(desk, "/readings", {"text": TEXT, "outlet": "وكالة النخيل", "published": "2021-09-13", "country": "IQ"}, 200)["record"]
    event = record["events"][0]
    assert (event["type"], event["killed"], event["date"]["start"], event["place"]["name"]) == ("ied", [3, 3], "2021-09-12", "Ramadi")
    assert get(desk, "/status") == before


def test_a_report_is_added_by_hand(desk: Desk) -> None:
    body = {"text": TEXT, "title": "انفجار في الرمادي", "outlet": "وكالة النخيل", "published": "2021-09-13", "country": "IQ"}
    added = post(desk, "/reports", body)
    assert (added["outcome"], added["version"], len(added["incidents"])) == ("new", 1, 1)
    whole = get(desk, f"/incidents/{added['incidents'][0]}")
    assert added["report"] in whole["reports"]
    version = get(desk, f"/reports/{added['report']}/versions")["items"][0]
    assert version["captured_by"].startswith("منى, sijill")
    assert get(desk, f"/reports/{added['report']}/text")["text"] == f"{body['title']}\n{TEXT}"
    assert post(desk, "/reports", body)["outcome"] == "known"
    first_of = post(desk, "/reports", body | {"url": "https://example.org/1"})
    other = post(desk, "/reports", body | {"url": "https://example.org/1", "text": TEXT.replace("ثلاثة", "أربعة")})
    assert (other["report"], other["version"], other["outcome"]) == (first_of["report"], 2, "version")
    assert [(c["field"], c["before"], c["after"]) for c in other["changes"]] == [("killed", 3, 4)]
    for wrong, said in (({"text": "Three soldiers were killed."}, "not Arabic"), ({"text": "،"}, "no letters"), ({"text": "  "}, "needs")):
        assert said in post(desk, "/reports", body | {"title": ""} | wrong, 422)["detail"]
    assert post(desk, "/reports", body | {"country": "QQ"}, 422)["where"][0]["name"] == "country"
    told = [(e.who, e.action) for e in entries(desk.register, AuditFilters()).rows]
    assert set(told) == {("منى", "add")}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_export_is_the_same_in_parts_and_as_a_whole(desk: Desk, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id = first(desk)
    post(desk, f"/incidents/{id}/decisions", {"kind": "reject", "reason": "an exercise"}, if_match=tag(desk, id))
    info = ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, NOW.date(), mask_persons=True)
    whole = FORMATS[form](all_records(desk.register, None), info)
    answer = desk.client.get(f"{V1}/exports/{form}?mask_persons=true")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="sijill-{form}-2026-03-01{whole.suffix}"'
    assert answer.content == whole.content
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    parts = list(export_parts(desk.register, form, info))
    assert len(parts) > 3 or form == "parquet"
    assert b"".join(parts) == whole.content
    about = get(desk, f"/exports/{form}/about?mask_persons=true")
    assert about == json.loads(whole.beside["about.json"])
    assert id in [out["incident"] for out in about["left_out"]]


def test_an_export_of_what_is_asked(desk: Desk) -> None:
    chosen = [item["id"] for item in get(desk, "/incidents?type=armed_clash&limit=500")["items"]]
    lines = desk.client.get(f"{V1}/exports/jsonl?type=armed_clash").text.splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == sorted(chosen) != []
    assert desk.client.get(f"{V1}/exports/csv?text=كلمةلاتوجد").text.count("\n") == 1
    assert {item["format"] for item in get(desk, "/exports")["items"]} == set(FORMATS)
    get(desk, "/exports/word", 422)
    page = desk.client.get(f"{V1}/incidents/{chosen[0]}/evidence?lang=en&mask_persons=true")
    assert page.headers["content-disposition"] == f'attachment; filename="{chosen[0]}.html"'
    assert chosen[0] in page.text
    get(desk, "/incidents/nowhere/evidence", 404)


def test_releases(desk: Desk) -> None:
    made = sent(desk, "/releases", {"note": "after the second review"})
    assert made.status_code == 201
    head, *lines = (json.loads(line) for line in made.text.splitlines())
    assert (head["release"], head["incidents"]) == (1, len(lines))
    assert get(desk, "/releases")["items"][0]["note"] == "after the second review"
    assert set(get(desk, "/releases/1")["incidents"]) == {line["id"] for line in lines}
    get(desk, "/releases/2", 404)


def test_the_page_of_the_api_is_readable_and_asks_no_other_host(desk: Desk) -> None:
    page = desk.page("/api/v1/docs")
    document = get(desk, "/openapi.json")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"] in page, path
            assert operation["x-action"]
    assert "<script>" not in page
    assert "style=" not in page

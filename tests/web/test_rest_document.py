"""What the OpenAPI document says holds: schemathesis asks the real application whatever the document allows, and what it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sijill.knowledge import Knowledge
from sijill.register.tokens import make_token
from sijill.web.access.roles import actions_of
from sijill.web.rest.document import document_of
from tests.web.desks import CORPUS, knowledge, sample
from tests.web.people import Site, other_site, peopled, site

__all__ = ["knowledge", "peopled", "sample", "site"]
EACH = 10  # cases of one operation and one mode
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
V1 = "/api/v1"
ROOT = CORPUS.parent
TEXT = "انفجرت عبوة ناسفة أمس الأحد في مدينة الرمادي، ما أدى إلى مقتل ثلاثة جنود."


def bearer(site: Site) -> dict[str, str]:
    secret, _ = make_token(site.register, site.account("mona"), "tests", "administrator", 30, "mona", site.now)
    return {"authorization": f"Bearer {secret}"}


def test_no_answer_is_other_than_the_document_says(site: Site, knowledge: Knowledge, tmp_path: Path) -> None:
    """Of what the document allows, every second case names something that is there, which random names never do."""
    busy = other_site(site, knowledge, requests_a_minute=0, lexicon=tmp_path / "own")
    headers = bearer(busy)
    browser = busy.browser()
    browser.headers |= headers
    incident, second = browser.get(f"{V1}/incidents?limit=2").json()["items"]
    whole = browser.get(f"{V1}/incidents/{incident['id']}")
    event = whole.json()["events"][0]
    seen = {"if-match": whole.headers["etag"]}
    flagged = browser.post(f"{V1}/incidents/{incident['id']}/decisions", json={"kind": "flag", "reason": "x"}, headers=seen)
    assert flagged.status_code == 201
    assert browser.post(f"{V1}/samples", json={"name": "autumn"}).status_code == 201
    assert browser.post(f"{V1}/releases", json={}).status_code == 201
    assert browser.post(f"{V1}/sources", json={"address": "https://example.org/rss", "outlet": "x"}).status_code == 201
    assert browser.post(f"{V1}/saved", json={"name": "x", "query": "country=IQ"}).status_code == 201
    entry = document_of(busy.app)["paths"][f"{V1}/proposals"]["post"]["requestBody"]["content"]["application/json"]["examples"]["actor"][
        "value"
    ]
    assert browser.post(f"{V1}/proposals", json=entry).status_code == 201
    twice = [
        {"text": TEXT, "url": "https://example.org/1", "published": "2021-09-13"},
        {"text": f"{TEXT} انتهى.", "url": "https://example.org/1"},
    ]
    report = [browser.post(f"{V1}/reports", json=body).json() for body in twice][1]
    assert report["version"] == 2
    there = {
        "incidents": {"id": incident["id"], "other": second["id"]}, "reports": {"id": report["report"]}, "events": event,
        "samples": {"name": "autumn"},
        "decisions": {"number": 1}, "releases": {"number": 1}, "actors": {"id": "actor.xx.islamic_state"},
        "places": {"id": "sj:iq-ramadi"}, "lexicon": {"id": "actor.xx.islamic_state"}, "accounts": {"number": 3}, "jobs": {"number": 1},
        "sources": {"number": 1}, "saved": {"number": 1}, "proposals": {"number": 1},
    }  # fmt: skip
    schema: Any = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", busy.app)
    statuses: dict[str, set[int]] = {}
    asked = 0

    def try_all(operation: Any, mode: Any) -> None:
        resource = operation.path.removeprefix(f"{V1}/").partition("/")[0]

        @settings(
            max_examples=EACH, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            nonlocal asked
            asked += 1
            if isinstance(case.body, dict) and isinstance(case.body.get("address"), str):
                case.body["address"] = "http://169.254.169.254/"  # no other host is asked
            if asked % 2 and mode.is_positive:
                for name, value in there.get(resource, {}).items():
                    if name in (case.path_parameters or {}):
                        case.path_parameters[name] = value
                if operation.label.endswith("/changes"):
                    case.query = {"version": 2}
                if resource == "suggestions":
                    case.query = {"report": event["report"], "start": 0, "end": 9, "field": "killed"}
                if resource == "incidents" and operation.method == "post":
                    tag = browser.get(f"{V1}/incidents/{incident['id']}").headers.get("etag", '"0-0000000000000000"')
                    case.headers = {**(case.headers or {}), "If-Match": tag}
            response = case.call(headers=headers)
            statuses.setdefault(operation.label, set()).add(response.status_code)
            case.validate_response(response, checks=CHECKS)

        try:
            one()
        except Unsatisfiable:  # what takes nothing cannot be given anything wrong
            assert mode.is_negative, operation.label
            assert not any((operation.path_parameters, operation.query, operation.body)), operation.label

    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:
            try_all(operation, mode)
    assert asked > 500
    no_session = {f"GET {V1}/me/tokens", f"GET {V1}/me/sessions"}  # a token opens neither
    assert all(min(statuses[label]) >= 400 for label in statuses if f"{V1}/me/" in label), statuses
    assert {label for label in statuses if label.startswith("GET") and 200 not in statuses[label]} == no_session
    assert {found for codes in statuses.values() for found in codes} >= {200, 201, 404, 409, 422, 428}


def test_the_document_tells_of_every_route_and_of_nothing_else(site: Site) -> None:
    document = document_of(site.app)
    told = {(path, method.upper()) for path, operations in document["paths"].items() for method in operations}
    routes: tuple[APIRoute, ...] = site.app.state.routes
    api = [route for route in routes if route.path.startswith(V1) and route.path not in (f"{V1}/openapi.json", f"{V1}/docs")]
    assert told == {(route.path_format, method) for route in api for method in route.methods or ()}
    for route in api:
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            assert operation["x-action"] == actions_of(route)[0].value
            assert operation["security"] == ([] if route.path == f"{V1}/health" else [{"token": []}, {"session": []}])
            assert len(operation["summary"]) < 60
            assert operation["description"].endswith(".")
    assert not any(route.include_in_schema for route in routes if not route.path.startswith(V1))


def test_the_reference_is_made_from_the_document() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "api_docs.py", "--check"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[:3000]


def test_every_body_is_closed_to_other_keys(site: Site) -> None:
    document = document_of(site.app)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                name = content["schema"]["$ref"].rpartition("/")[2]
                assert document["components"]["schemas"][name]["additionalProperties"] is False, path

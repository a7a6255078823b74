"""What the API is, for programs (OpenAPI) and for people (a page)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from sijill import __version__
from sijill.web.access.roles import Visitor, actions_of
from sijill.web.render import render
from sijill.web.rest.answers import answer
from sijill.web.rest.api_page import marked, objects, sections
from sijill.web.rest.problems import Problem, StaleProblem
from sijill.web.rest.types_incidents import Features

router = APIRouter(prefix="/api/v1")
ABOUT = """What the pages of the review desk do, for programs. Reading needs the role of a guest.

**Who asks.** A program sends an API token (`Authorization: Bearer sijill_…`). A browser's session works too, from the same origin
alone: what changes something then needs the form token of `GET /api/v1/me` as `X-CSRF-Token`. A desk that was started with
`--local` knows one person and asks for the form token all the same.

**Pages.** Lists come in pages: `cursor` in the answer, and in its `Link` header, asks for the next.

**Tags.** Every answer has an `ETag`; ask again with `If-None-Match`, and what has not changed is not sent again (304).

**Deciding.** An incident's `ETag` is the version that you saw. A decision names it in `If-Match`; where another changed the incident
since, nothing is kept, and the problem (409) tells what they did. Where a second reviewer is required, a decision waits (`waits`)
until another confirms it.

**Problems** are `application/problem+json` (RFC 9457) with `title`, `code`, `detail`, `instance`, and `where` for each value at fault.
Their words are Arabic or English as `Accept-Language` asks, English where it asks for nothing; `code`, and `reason` where a use case
refused, stay the same for ever.

**Limits.** A body has 2 MiB, an article 40,000 letters, a page 500 rows at most; 429 says in `Retry-After` when to come again.
"""


def document_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    made: dict[str, Any] | None = getattr(app.state, "document", None)
    if made is None:
        routes = [route for route in app.state.routes if route.include_in_schema and route.path.startswith("/api/v1")]
        made = get_openapi(title="Sijill", version=__version__, description=ABOUT, routes=routes)
        made["servers"] = [{"url": "/"}]
        components = made.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for model in (Problem, StaleProblem, Features):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            for name, inner in schema.pop("$defs", {}).items():
                schemas.setdefault(name, inner)
            schemas[model.__name__] = schema
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        components["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "An API token."},
            "session": {"type": "apiKey", "in": "cookie", "name": "sijill", "description": "A browser's session; see X-CSRF-Token."},
        }
        for route in routes:
            actions = [action.value for action in actions_of(route)]
            for method in route.methods:
                operation = made["paths"][route.path_format][method.lower()]
                operation["x-action"] = actions[0]
                operation["security"] = [] if actions[0] == "open" else [{"token": []}, {"session": []}]
        made["paths"] = {path: dict(operations) for path, operations in made["paths"].items()}
        app.state.document = made
    return made


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as it is served and kept."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, person: Visitor) -> Response:
    """The OpenAPI document."""
    return answer(request, document_bytes(document_of(request.app)))


@router.get("/docs", include_in_schema=False)
def docs(request: Request, person: Visitor) -> Response:
    """The same for people."""
    document = document_of(request.app)
    return render(
        request, "api.html.j2", about=document["info"]["description"], sections=sections(document), objects=objects(document), marked=marked
    )

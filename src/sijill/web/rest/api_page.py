"""The OpenAPI document as people read it: by resource, each operation with what it takes and gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
TITLES = {
    "incidents": "Incidents", "events": "Events", "reports": "Reports", "decisions": "Decisions", "samples": "Samples",
    "sources": "Sources", "jobs": "Jobs", "registry": "Registry and lexicon", "exports": "Exports and releases", "saved": "Saved searches",
    "me": "Your account", "accounts": "Accounts", "audit": "The audit log", "desk": "The desk",
}  # fmt: skip
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter, or a key of a body or an answer."""

    name: str
    where: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of one address."""

    key: str
    method: str
    path: str
    summary: str
    about: str
    action: str
    parameters: tuple[Given, ...]
    body: tuple[Given, ...]
    example: str
    answer: tuple[Given, ...]
    answer_kinds: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one resource."""

    key: str
    title: str
    operations: tuple[Operation, ...]


def sections(document: Json) -> tuple[Section, ...]:
    """The operations of the document by their resource, in its order."""
    found: dict[str, list[Operation]] = {key: [] for key in TITLES}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            found.setdefault((operation.get("tags") or ["desk"])[0], []).append(_operation(document, path, method, operation))
    return tuple(Section(key, TITLES.get(key, key), tuple(made)) for key, made in found.items() if made)


def objects(document: Json) -> tuple[tuple[str, str, tuple[Given, ...]], ...]:
    """The objects of bodies and answers: name, what each is, its keys."""
    return tuple(
        (name, " ".join(schema.get("description", "").split()), tuple(keys_of(document, schema, "")))
        for name, schema in sorted(document["components"]["schemas"].items())
        if schema.get("type") == "object" and schema.get("properties")
    )


def marked(words: str) -> tuple[tuple[str, str], ...]:
    """Words with `code` and **strong** parts: (element, words), "" for plain words."""
    out: list[tuple[str, str]] = []
    done = 0
    for match in _MARKED.finditer(words):
        out.append(("", words[done : match.start()]))
        out.append(("code", match[1]) if match[1] else ("strong", match[2]))
        done = match.end()
    return tuple((element, part) for element, part in [*out, ("", words[done:])] if part)


def _operation(document: Json, path: str, method: str, operation: Json) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = body.get("examples") or {}
    example = next((found["value"] for found in examples.values()), None)
    good: Json = next((answer for status, answer in operation["responses"].items() if status.startswith("2")), {})
    content = good.get("content", {})
    shown = content.get("application/json", {}).get("schema")
    return Operation(
        key=f"{method}-{path.removeprefix('/api/v1/').replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        summary=operation.get("summary", path),
        about=" ".join(operation.get("description", "").split()),
        action=operation["x-action"],
        parameters=tuple(_parameter(document, found) for found in operation.get("parameters", ()) if found["in"] != "cookie"),
        body=tuple(keys_of(document, body.get("schema"), "body")),
        example=json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
        answer=tuple(keys_of(document, shown, "")),
        answer_kinds=tuple(sorted(content)),
        statuses=tuple((status, answer["description"]) for status, answer in sorted(operation["responses"].items())),
    )


def _parameter(document: Json, found: Json) -> Given:
    kind = _kind(document, found["schema"]).removesuffix(" or null")
    return Given(found["name"], found["in"], kind, found.get("required", False), found.get("description", ""))


def keys_of(document: Json, schema: Json | None, where: str) -> Iterator[Given]:
    """The keys of an object."""
    known = _meant(document, schema or {})
    for name, inner in known.get("properties", {}).items():
        must = where == "body" and name in known.get("required", ())
        yield Given(name, where, _kind(document, inner), must, inner.get("description", ""))


def _kind(document: Json, schema: Json) -> str:
    """What sort of value a schema takes, in a few words."""
    if "$ref" in schema:
        found = _meant(document, schema)
        return _kind(document, found) if "enum" in found else str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(document, one) for one in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema['items'])}" if "items" in schema else "list"
    if schema.get("format") in ("date", "date-time"):
        return {"date": "YYYY-MM-DD", "date-time": "time in UTC"}[schema["format"]]
    return {"string": "text", "integer": "number", "number": "number", "boolean": "true or false", "object": "object", "null": "null"}.get(
        str(schema.get("type")), "any"
    )


def _meant(document: Json, schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    found: Json = document["components"]["schemas"][str(schema["$ref"]).rpartition("/")[2]]
    return found

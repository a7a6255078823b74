"""What the API answers where it cannot do what is asked: problems as RFC 9457 has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from sijill.web.faults import Refusal
from sijill.web.rest.types import DecisionOut

PROBLEM = "application/problem+json"


class Where(BaseModel):
    """One value that is not as it should be."""

    model_config = ConfigDict(populate_by_name=True)

    place: str = Field(alias="in", examples=["body", "query", "path", "header"])
    name: str = Field(examples=["published"])
    message: str


class Problem(BaseModel):
    """Something could not be done; nothing was changed."""

    type: str = "about:blank"
    status: int = Field(examples=[404])
    title: str = Field(description="What is wrong, in the language asked for; the same for every problem of one code.")
    code: str = Field(examples=["missing.row"], description="The same for ever, for programs.")
    detail: str | None = Field(None, description="What is wrong with just this, and what to do, in the language asked for.")
    reason: str | None = Field(
        None, examples=["decision.own_correction"], description="Which refusal of a use case `detail` tells; the same for ever."
    )
    instance: str = Field(examples=["/api/v1/incidents/3f6a1c09d2"])
    where: list[Where] | None = None


class StaleProblem(Problem):
    """Somebody changed the incident since you saw it; nothing was kept."""

    incident: str
    version: str | None = Field(description="Its version now; null where it is no more.")
    since: list[DecisionOut] = Field(description="What others decided since; empty where reports came or were read again.")
    held_by: list[str] = Field(description="Incidents that now hold its events, where it is no more.")


@dataclass(frozen=True, slots=True)
class At:
    """A value at fault: where it stands, its name, and what is wrong with it."""

    place: str
    name: str
    why: str


class ApiRefusal(Refusal):
    """A refusal that names the values at fault, or tells more than its words."""

    def __init__(self, status: int, key: str, detail: str = "", where: Sequence[At] = (), **values: object) -> None:
        super().__init__(status, key, detail, **values)
        self.where = tuple(where)
        self.more: dict[str, Any] = {}  # further keys of the problem


def fault(place: str, name: str, why: str) -> ApiRefusal:
    """One value is not as it should be."""
    return ApiRefusal(422, "failed.values", where=[At(place, name, why)])


_SAID = {
    304: "It is as you have it (If-None-Match).",
    400: "The request could not be understood.",
    401: "Nobody is signed in, or the token is none of ours or has ended.",
    403: "Your role does not allow it, or a browser's form token is missing.",
    404: "There is no such thing.",
    405: "This address is not used in that way.",
    409: "It contradicts what the register holds now.",
    413: "What was sent is too large.",
    415: "Send JSON.",
    422: "A value is not as it should be; `where` names it.",
    428: "Say which version you saw (If-Match).",
    429: "Too many requests; wait as long as Retry-After says.",
    503: "The register cannot be reached just now; nothing was changed.",
}
_ALWAYS = (400, 401, 403, 422, 429, 503)


def told(*further: int, stale: bool = False) -> dict[int | str, dict[str, Any]]:
    """The problems that a route documents: those that every route has, and these."""
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*_ALWAYS, *further}):
        found[status] = {"description": _SAID[status]}
        if status != 304:
            model: type[BaseModel] = Problem
            schema = {"$ref": f"#/components/schemas/{model.__name__}"}
            if status == 409 and stale:
                schema = {"anyOf": [{"$ref": "#/components/schemas/StaleProblem"}, {"$ref": "#/components/schemas/Problem"}]}  # type: ignore[dict-item]
            found[status]["content"] = {PROBLEM: {"schema": schema}}
    return found

"""Entries that editors propose for the registry: tried, proposed, judged by another, and then read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.knowledge.files import OWN_ROOMS, Fault, Node
from sijill.knowledge.own import entry_text
from sijill.model.said import said, said_by
from sijill.reading.addition import Addition
from sijill.register import proposals
from sijill.register.proposals import Proposal, ProposalError, State
from sijill.web.access.rates import HEAVY, Limited
from sijill.web.access.roles import Approving, Proposing
from sijill.web.desk import Desk, TheDesk
from sijill.web.entry_form import fields_from
from sijill.web.faults import Refusal, not_found
from sijill.web.render import words_of
from sijill.web.rest.answers import answer
from sijill.web.rest.problems import ApiRefusal, told
from sijill.web.rest.types import MOST, Line, Strict, Words
from sijill.web.telling import why

router = APIRouter(prefix="/api/v1/proposals", tags=["registry"])
Room = StrEnum("Room", OWN_ROOMS)  # type: ignore[misc]  # the rooms that there are, by name
Number = Annotated[int, Path(ge=1, le=999_999, description="Number of a proposal.", examples=[1])]
_PLAIN, _HEAVY = [Depends(Limited())], [Depends(Limited(HEAVY))]
_NAMES = "^[a-z_]{1,40}$"
Named = Annotated[str, Field(pattern=_NAMES)]


class EntryIn(Strict):
    """An entry as the files of the lexicon write it (docs/reference/lexicon.md)."""

    room: Room = Field(examples=["actors"])
    id: Line = Field(examples=["actor.iq.palm_brigades"])
    part_of_speech: Line = ""
    source: Words = Field("", description="Where the fact can be checked.")
    words: dict[Named, list[Line]] = Field({}, max_length=20, description="By field (`say`, `weak`, `loaded`, …) its words.")
    means: dict[Named, Line] = Field({}, max_length=40)
    matches: list[dict[Named, Line]] = Field([], max_length=20, description="Sentences in which it must be found: `text`, `finds`, …")
    ignores: list[dict[Named, Line]] = Field([], max_length=20, description="Sentences in which it must not: `text`, `why`.")


class FaultOut(Strict):
    """One thing that is wrong, or could be better."""

    entry: str
    file: str
    message: str
    reason: str = Field(description="The key of the message, the same for ever; empty where it has none.")


class ProofOut(Strict):
    """What the proof of an entry found."""

    sound: bool
    own: int = Field(description="How many examples of its own were run.")
    others: int = Field(description="How many of other entries, because a word of it stands in them.")
    faults: list[FaultOut]
    broken: list[FaultOut] = Field(description="Examples of other entries that no longer hold.")
    warnings: list[FaultOut]
    written: str = Field(description="The entry as it would stand in its file (YAML).")


class ProposalOut(Strict):
    """An entry that somebody proposes, and what became of it."""

    number: int
    room: str
    entry: dict[str, Any] = Field(description="As the files write it.")
    by: str
    at: datetime
    state: State
    judged_by: str
    judged_at: datetime | None
    note: str


class Proposals(Strict):
    """Proposals, the latest first."""

    items: list[ProposalOut]


class ProposalWhole(ProposalOut):
    """The same with its proof as it stands now; null where it was judged, or the lexicon cannot be read."""

    proof: ProofOut | None


class ProposalsAsked(Strict):
    """Which proposals."""

    state: list[State] = Field([], max_length=3)
    limit: int = Field(100, ge=1, le=MOST)


class Judgement(Strict):
    """Why a proposal is approved or refused."""

    note: Words = ""


_ENTRY = {
    "actor": {
        "value": {
            "room": "actors", "id": "actor.iq.palm_brigades", "source": "https://example.org/who", "words": {"say": ["كتائب النخلة"]},
            "means": {"label": "Palm Brigades", "label_ar": "كتائب النخلة", "kind": "militia", "country": "IQ"},
            "matches": [{"text": "تبنت كتائب النخلة الهجوم على الرتل", "finds": "كتائب النخلة"}],
            "ignores": [{"text": "زار الوفد كتائب الجيش قرب ساحة النخلة", "why": "the words stand apart"}],
        }
    }
}  # fmt: skip
Entry = Annotated[EntryIn, Body(openapi_examples=_ENTRY)]


@router.get("", response_model=Proposals, responses=told(304, 409), summary="List proposals", dependencies=_PLAIN)
def every(request: Request, desk: TheDesk, person: Proposing, query: Annotated[ProposalsAsked, Query()]) -> Response:
    """What waits, and what was judged."""
    found = [p for p in proposals.proposals(_own(desk)) if not query.state or p.state in query.state]
    return answer(request, Proposals(items=[ProposalOut(**_values(one)) for one in found[: query.limit]]))


@router.post("/try", response_model=ProofOut, responses=told(409, 413), summary="Try the examples of an entry", dependencies=_HEAVY)
def attempt(request: Request, desk: TheDesk, person: Proposing, entry: Entry) -> Response:
    """Runs the examples of an entry, and those of others that it could touch; nothing is kept."""
    fields = _fields(entry)
    try:
        proof = proposals.prove(entry.room.value, fields, _own(desk))
    except ProposalError as error:
        raise _refusal(request, error) from None
    return answer(request, _proof(request, proof, fields))


@router.post("", response_model=ProposalOut, status_code=201, responses=told(409, 413), summary="Propose an entry", dependencies=_HEAVY)
def propose(request: Request, desk: TheDesk, person: Proposing, entry: Entry) -> Response:
    """Keeps an entry whose examples hold and that breaks none, for another editor to judge."""
    own = _own(desk)
    try:
        made = proposals.propose(own, entry.room.value, _fields(entry), person.owner, desk.workshop.clock())
    except ProposalError as error:
        raise _refusal(request, error) from None
    except OSError:
        raise Refusal(409, "proposal.wrong.folder") from None
    return answer(request, ProposalOut(**_values(made)), status=201, headers={"location": f"/api/v1/proposals/{made.number}"})


@router.get("/{number}", response_model=ProposalWhole, responses=told(304, 404, 409), summary="One proposal", dependencies=_HEAVY)
def one(request: Request, desk: TheDesk, person: Proposing, number: Number) -> Response:
    """A proposal with its proof as it stands now."""
    found = _known(desk, number)
    proof: ProofOut | None = None
    if found.state == "open":
        try:
            proof = _proof(request, proposals.prove(found.room, found.fields, _own(desk)), found.fields)
        except ProposalError:
            proof = None
    return answer(request, ProposalWhole(**_values(found), proof=proof))


@router.post(
    "/{number}/approve", response_model=ProposalOut, responses=told(404, 409, 413), summary="Approve a proposal", dependencies=_HEAVY
)  # fmt: skip
def approve(request: Request, desk: TheDesk, person: Approving, number: Number, body: Judgement) -> Response:
    """Writes it to the lexicon folder of one's own, and reads with it from now on. Nobody approves their own, but at a local desk."""
    _known(desk, number)
    try:
        made = proposals.approve(_own(desk), number, person.owner, desk.workshop.clock(), desk.settings.local, body.note.strip())
    except ProposalError as error:
        raise _refusal(request, error) from None
    except OSError:
        raise Refusal(409, "proposal.wrong.folder") from None
    request.app.state.renewal.renew()
    return answer(request, ProposalOut(**_values(made)))


@router.post(
    "/{number}/refuse", response_model=ProposalOut, responses=told(404, 409, 413), summary="Refuse a proposal", dependencies=_PLAIN
)  # fmt: skip
def refuse(request: Request, desk: TheDesk, person: Approving, number: Number, body: Judgement) -> Response:
    """Refuses it, or takes back one's own."""
    _known(desk, number)
    try:
        made = proposals.refuse(_own(desk), number, person.owner, desk.workshop.clock(), body.note.strip())
    except ProposalError as error:
        raise _refusal(request, error) from None
    except OSError:
        raise Refusal(409, "proposal.wrong.folder") from None
    return answer(request, ProposalOut(**_values(made)))


def _own(desk: Desk) -> FilePath:
    if desk.settings.lexicon is None:
        raise Refusal(409, "proposal.no_folder")
    return desk.settings.lexicon


def _known(desk: Desk, number: int) -> Proposal:
    found = proposals.proposal(_own(desk), number)
    if found is None:
        raise not_found("proposal.wrong.missing", said("proposal.none", "there is no proposal {number}", number=number))
    return found


def _fields(entry: EntryIn) -> dict[str, Node]:
    return fields_from(entry.id, entry.part_of_speech, entry.source, entry.words, entry.means, entry.matches, entry.ignores)


def _refusal(request: Request, error: ProposalError) -> ApiRefusal:
    """The refusal, and where the proof fails what is wrong with the entry."""
    status = 409 if error.wrong in ("waits", "many", "own", "judged", "lexicon") else 422
    found = ApiRefusal(status, f"proposal.wrong.{error.wrong}", said_by(error))
    if error.addition is not None:
        found.more = {"proof": _proof(request, error.addition, {}).model_dump(exclude={"written"})}
    return found


def _proof(request: Request, addition: Addition, fields: Mapping[str, Node]) -> ProofOut:
    words = words_of(request)

    def listed(faults: Iterable[Fault]) -> list[FaultOut]:
        return [FaultOut(entry=f.entry, file=f.file, message=why(words, f.message), reason=getattr(f.message, "key", "")) for f in faults]

    return ProofOut(
        sound=addition.sound, own=addition.own, others=addition.others, faults=listed(addition.faults), broken=listed(addition.broken),
        warnings=listed(addition.warnings), written=entry_text(fields) if fields else "",
    )  # fmt: skip


def _values(found: Proposal) -> dict[str, Any]:
    names = ("number", "room", "by", "at", "state", "judged_by", "judged_at", "note")
    return {name: getattr(found, name) for name in names} | {"entry": dict(found.fields)}

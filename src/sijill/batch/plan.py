"""What a job is, in a form that can be compared: a job that was stopped goes on only as the same job."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sijill.batch.engines import Job
from sijill.batch.inputs import Input

FORMAT = 1  # raise when tables, batches or files of an output change their shape
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the bytes of an output depend on.

    Attributes:
        inputs: the files.
        program: version of Sijill.
        knowledge: digest of the lexicon.
        settings: columns, defaults and parts, as JSON.
    """

    inputs: tuple[Input, ...]
    program: str
    knowledge: str
    settings: str

    def as_json(self) -> Json:
        """To be kept."""
        return {
            "format": FORMAT, "sijill": self.program, "knowledge": self.knowledge, "settings": json.loads(self.settings),
            "inputs": [asdict(file) for file in self.inputs],
        }  # fmt: skip


def plan_of(job: Job, inputs: Sequence[Input], program: str, knowledge: str) -> Plan:
    """The plan of a job."""
    settings = {
        "columns": dict(sorted(job.columns.items())),
        "published": job.defaults.published.isoformat() if job.defaults.published else None,
        "outlet": job.defaults.outlet,
        "country": job.defaults.country,
        "parts": job.parts,
    }
    return Plan(tuple(inputs), program, knowledge, json.dumps(settings, ensure_ascii=False))


def changes(before: Json, plan: Plan, digests: Mapping[str, str], digest_of: Any) -> list[str]:
    """What is other than when a job began, in words; none where it is the same job.

    Args:
        before: what `Plan.as_json` gave then.
        plan: the job now.
        digests: name → SHA-256 of files that were read whole.
        digest_of: gives the digest of a file now; asked where only its time changed.
    """
    now = plan.as_json()
    said = []
    if before["format"] != FORMAT or before["sijill"] != plan.program:
        said.append(f"it was begun by sijill {before['sijill']}, this is {plan.program}")
    if before["knowledge"] != plan.knowledge:
        said.append(f"the lexicon changed (it was {before['knowledge']}, it is {plan.knowledge})")
    for name, value in now["settings"].items():
        then = before["settings"].get(name)
        if then != value:
            said.append(f"--{'column' if name == 'columns' else name} was {_shown(then)}, it is {_shown(value)}")
    old = {file["name"]: file for file in before["inputs"]}
    new = {file["name"]: file for file in now["inputs"]}
    said += [f"{name} is no input any more" for name in old if name not in new]
    said += [f"{name} is a new input" for name in new if name not in old]
    for name in [name for name in old if name in new]:
        if old[name]["size"] != new[name]["size"]:
            said.append(f"{name} changed ({old[name]['size']:,} bytes then, {new[name]['size']:,} now)")
        elif old[name]["mark"] != new[name]["mark"] and name in digests and digest_of(name) != digests[name]:
            said.append(f"{name} changed (other bytes, as many)")
    return said


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{ours}={theirs}" for ours, theirs in value.items()) or "not given"
    return str(value) if value not in (None, "") else "not given"

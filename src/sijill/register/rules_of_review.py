"""What a team asks of its reviews, kept in the register: whether a second reviewer is required."""

from __future__ import annotations

from datetime import datetime

from sijill.register.audit import note
from sijill.store.register import Register

_NOTE = "second_reviewer"


def second_reviewer_required(register: Register) -> bool:
    """Whether an incident counts as accepted only after two people accepted it."""
    return register.note(_NOTE) == "yes"


def require_second_reviewer(register: Register, required: bool, by: str, at: datetime) -> None:
    """Ask for a second reviewer from now on, or for none."""
    with register.transaction():
        register.set_note(_NOTE, "yes" if required else "no")
        note(register, at, by, "second-reviewer", outcome="done", required=required)

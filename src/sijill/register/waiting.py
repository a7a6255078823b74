"""Incidents whose projection is older than what they hold. Noted in the transaction that changes them, so that none is forgotten."""

from __future__ import annotations

import json
from collections.abc import Collection

from sijill.store.register import Register

_NOTE = "waiting for projection"


def waiting(register: Register) -> frozenset[str]:
    """The incidents that wait for a new projection, those that never had one among them."""
    return frozenset(json.loads(register.note(_NOTE) or "[]")) | frozenset(register.unprojected())


def put_off(register: Register, ids: Collection[str]) -> None:
    """Note that these incidents wait; those without any projection wait by that alone, and need no note."""
    with register.transaction():
        projected = register.projected(ids)
        if projected:
            _write(register, _noted(register) | projected)


def done(register: Register, ids: Collection[str]) -> None:
    """Note that these wait no longer."""
    with register.transaction():
        before = _noted(register)
        if before & set(ids):
            _write(register, before - set(ids))


def _noted(register: Register) -> set[str]:
    return set(json.loads(register.note(_NOTE) or "[]"))


def _write(register: Register, ids: set[str]) -> None:
    register.set_note(_NOTE, json.dumps(sorted(ids)))

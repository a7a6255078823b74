"""The audit log: who signed in, was refused, changed an account, decided, exported. It only grows, and holds no address."""

from __future__ import annotations

from datetime import datetime

from sijill.store.account_rows import AuditEntry, AuditFilters, AuditOutcome
from sijill.store.register import Register
from sijill.store.rows import Page

LONGEST = 200  # letters of a value that somebody typed


def note(
    register: Register, at: datetime, who: str, action: str, about: str = "", outcome: AuditOutcome = "done", **detail: object
) -> None:
    """Add an entry; inside the transaction of what it tells of, so that neither is kept without the other.

    Args:
        register: the register.
        at: when.
        who: the account's name, the name given with --reviewer, or "" where nobody had signed in.
        action: what was done: "sign-in", "accept", "export", …
        about: an account, an incident, an export.
        outcome: "refused" where it was not allowed.
        detail: more, as JSON; never a password, a token, an address or a report's words.
    """
    kept = {key: value[:LONGEST] if isinstance(value, str) else value for key, value in detail.items()}
    register.add_audit(AuditEntry(at, who[:LONGEST], action, about[:LONGEST], outcome, kept))


def entries(register: Register, filters: AuditFilters, cursor: str = "", limit: int = 50) -> Page[AuditEntry]:
    """Entries, the latest first.

    Raises:
        ValueError: the cursor is none of ours.
    """
    return register.audit(filters, cursor, min(max(limit, 1), 500))

"""The tables of who may work on a register: accounts, sessions, tokens, what they did, and the searches that they saved.

No table holds a password, a session's token or a recovery code itself: only what they can be compared with.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from sijill.store.columns import Instant
from sijill.store.schema import Row, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Row, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("display", Text, nullable=False, unique=True),  # the reviewer of its decisions: two of one name would approve each other's
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("subject", Text, unique=True),  # issuer and subject of OpenID Connect
    Column("code_secret", Text),
    Column("code_confirmed", Boolean, nullable=False),
    Column("code_step", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("last_sign_in", Instant),
    Column("failed", Integer, nullable=False),
    CheckConstraint("role IN ('guest', 'reviewer', 'editor', 'administrator')", name="account_has_a_role"),
    CheckConstraint("name <> '' AND display <> ''", name="account_has_a_name"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Row, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("made", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("agent", Text, nullable=False),
    Index("sessions_account", "account"),
    Index("sessions_ends", "ends"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # "code" or "oidc"
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE")),
    Column("detail", Text, nullable=False),
    Column("ends", Instant, nullable=False),
    Index("sign_ins_ends", "ends"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("ends", Instant, nullable=False),
    Index("invitations_account", "account"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Row, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("account", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("made", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("seen", Instant),
    Index("tokens_account", "account"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last", Instant, nullable=False),
    Index("attempts_last", "last"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Row, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # "done" or "refused"
    Column("detail", Text, nullable=False),
    Index("audit_who", "who", "id"),
    Index("audit_action", "action", "id"),
    Index("audit_at", "at"),
    sqlite_autoincrement=True,
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Row, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("feed", Text, nullable=False, unique=True),
    Column("made", Instant, nullable=False),
    UniqueConstraint("owner", "name", name="saved_search_has_a_name_of_its_own"),
)

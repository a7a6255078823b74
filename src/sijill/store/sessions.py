"""Who is signed in, and sign-ins that were begun."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from sijill.store.account_rows import Account, SessionRow, SignIn
from sijill.store.account_tables import accounts, sessions, sign_ins
from sijill.store.columns import json_text
from sijill.store.database import Database


class Sessions:
    """The part of a register that holds who is signed in."""

    _database: Database

    def add_session(self, session: SessionRow) -> SessionRow:
        """Keep a session; it comes back with its id. Sessions that ended are removed."""
        values = {column.name: getattr(session, column.name) for column in sessions.columns if column.name != "id"}
        with self._database.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.ends <= session.made))
            key = connection.execute(sessions.insert().values(**values)).inserted_primary_key
            return SessionRow(**connection.execute(select(sessions).where(sessions.c.id == (key[0] if key else 0))).one()._mapping)

    def session(self, token: str) -> tuple[SessionRow, Account] | None:
        """A session with its account by the SHA-256 of its token, or None; whether it ended is the caller's to see."""
        with self._database.reading() as connection:
            row = connection.execute(select(sessions).where(sessions.c.token == token)).first()
            if row is None:
                return None
            owner = connection.execute(select(accounts).where(accounts.c.id == row.account)).one()
        return SessionRow(**row._mapping), Account(**owner._mapping)

    def sessions_of(self, account: int) -> tuple[SessionRow, ...]:
        """The sessions of an account, the latest first."""
        with self._database.reading() as connection:
            query = select(sessions).where(sessions.c.account == account).order_by(sessions.c.id.desc())
            return tuple(SessionRow(**row._mapping) for row in connection.execute(query))

    def session_seen(self, number: int, at: datetime) -> None:
        """Note when a session was used."""
        with self._database.writing() as connection:
            connection.execute(sessions.update().where(sessions.c.id == number).values(seen=at))

    def end_sessions(self, account: int, number: int | None = None, but: int | None = None) -> int:
        """End one session of an account, or all, or all but one; how many."""
        condition: Any = sessions.c.account == account
        if number is not None:
            condition = and_(condition, sessions.c.id == number)
        if but is not None:
            condition = and_(condition, sessions.c.id != but)
        with self._database.writing() as connection:
            return connection.execute(sessions.delete().where(condition)).rowcount

    def begin_sign_in(self, begun: SignIn, at: datetime) -> None:
        """Keep a sign-in that was begun; those that ended are removed."""
        values = {
            "token": begun.token,
            "kind": begun.kind,
            "account": begun.account,
            "detail": json_text(dict(begun.detail)),
            "ends": begun.ends,
        }
        with self._database.writing() as connection:
            connection.execute(sign_ins.delete().where(sign_ins.c.ends <= at))
            connection.execute(sign_ins.insert().values(**values))

    def begun_sign_in(self, token: str, at: datetime) -> SignIn | None:
        """A sign-in that was begun and has not ended, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(sign_ins).where(sign_ins.c.token == token, sign_ins.c.ends > at)).first()
        return None if row is None else SignIn(row.token, row.kind, row.account, json.loads(row.detail), row.ends)

    def end_sign_in(self, token: str) -> bool:
        """Let a begun sign-in not be gone on with; False where another ended it before."""
        with self._database.writing() as connection:
            return connection.execute(sign_ins.delete().where(sign_ins.c.token == token)).rowcount == 1

    def end_sign_ins(self, account: int) -> None:
        """Let none of an account's begun sign-ins be gone on with."""
        with self._database.writing() as connection:
            connection.execute(sign_ins.delete().where(sign_ins.c.account == account))

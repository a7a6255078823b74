"""Accounts with what belongs to them: invitations, recovery codes, tokens of the API, and how often signing in failed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from sijill.store.account_rows import Account, TokenRow
from sijill.store.account_tables import accounts, attempts, invitations, recovery_codes, tokens
from sijill.store.database import Database
from sijill.store.errors import StoreError

_CHANGED = frozenset(column.name for column in accounts.columns) - {"id", "name", "display", "created"}


class Accounts:
    """The part of a register that holds who may work on it."""

    _database: Database

    def add_account(self, account: Account) -> Account:
        """Keep an account; it comes back with its id.

        Raises:
            StoreError: there is one of that name, display name or subject ("conflict").
        """
        values = {column.name: getattr(account, column.name) for column in accounts.columns if column.name != "id"}
        with self._database.writing() as connection:
            key = connection.execute(accounts.insert().values(**values)).inserted_primary_key
            return _account(connection.execute(select(accounts).where(accounts.c.id == (key[0] if key else 0))).one())

    def change_account(self, number: int, **changed: Any) -> Account:
        """Set columns of an account; the account as it then is. Its names and its id stay.

        Raises:
            StoreError: there is none, or a value is another account's ("conflict").
        """
        if not changed or not changed.keys() <= _CHANGED:
            raise ValueError(f"{', '.join(sorted(changed.keys() - _CHANGED)) or 'nothing'} cannot be changed of an account")
        with self._database.writing() as connection:
            connection.execute(accounts.update().where(accounts.c.id == number).values(**changed))
            row = connection.execute(select(accounts).where(accounts.c.id == number)).first()
            if row is None:
                raise StoreError(f"there is no account {number}", "missing")
            return _account(row)

    def take_code_step(self, number: int, step: int) -> bool:
        """Note that a code of this time step was used; False where one of it, or of a later one, was used before."""
        later = and_(accounts.c.id == number, accounts.c.code_step < step)
        with self._database.writing() as connection:
            return connection.execute(accounts.update().where(later).values(code_step=step)).rowcount == 1

    def account(self, name: str) -> Account | None:
        """The account of a name, or None."""
        return self._one_account(accounts.c.name == name)

    def account_by_id(self, number: int) -> Account | None:
        """An account, or None."""
        return self._one_account(accounts.c.id == number)

    def account_by_subject(self, subject: str) -> Account | None:
        """The account of somebody whom an OpenID provider knows, or None."""
        return self._one_account(accounts.c.subject == subject)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as connection:
            return tuple(_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)))

    def _one_account(self, condition: Any) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(condition)).first()
        return None if row is None else _account(row)

    def put_invitation(self, token: str, account: int, ends: datetime) -> None:
        """Let the owner of an account set its password once; an earlier invitation of it ends."""
        with self._database.writing() as connection:
            connection.execute(invitations.delete().where(invitations.c.account == account))
            connection.execute(invitations.insert().values(token=token, account=account, ends=ends))

    def invited(self, token: str, at: datetime) -> Account | None:
        """Whose invitation this is, or None where it ended or was used."""
        query = select(accounts).join(invitations, invitations.c.account == accounts.c.id)
        with self._database.reading() as connection:
            row = connection.execute(query.where(invitations.c.token == token, invitations.c.ends > at)).first()
        return None if row is None else _account(row)

    def end_invitations(self, account: int) -> None:
        """Let no invitation of an account be used any more."""
        with self._database.writing() as connection:
            connection.execute(invitations.delete().where(invitations.c.account == account))

    def put_recovery_codes(self, account: int, codes: Iterable[str]) -> None:
        """Set the recovery codes of an account; those before are void."""
        rows = [{"account": account, "code": code} for code in codes]
        with self._database.writing() as connection:
            connection.execute(recovery_codes.delete().where(recovery_codes.c.account == account))
            if rows:
                connection.execute(recovery_codes.insert(), rows)

    def take_recovery_code(self, account: int, code: str) -> bool:
        """Use up a recovery code; False where there is none such."""
        same = and_(recovery_codes.c.account == account, recovery_codes.c.code == code)
        with self._database.writing() as connection:
            return connection.execute(recovery_codes.delete().where(same)).rowcount == 1

    def count_recovery_codes(self, account: int) -> int:
        """How many are left."""
        with self._database.reading() as connection:
            return len(connection.execute(select(recovery_codes.c.code).where(recovery_codes.c.account == account)).all())

    def add_token(self, token: TokenRow) -> TokenRow:
        """Keep a token of the API; it comes back with its id."""
        values = {column.name: getattr(token, column.name) for column in tokens.columns if column.name != "id"}
        with self._database.writing() as connection:
            key = connection.execute(tokens.insert().values(**values)).inserted_primary_key
            return _token(connection.execute(select(tokens).where(tokens.c.id == (key[0] if key else 0))).one())

    def token(self, token: str) -> tuple[TokenRow, Account] | None:
        """A token with its account by its SHA-256, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(tokens).where(tokens.c.token == token)).first()
            if row is None:
                return None
            owner = connection.execute(select(accounts).where(accounts.c.id == row.account)).one()
        return _token(row), _account(owner)

    def tokens_of(self, account: int) -> tuple[TokenRow, ...]:
        """The tokens of an account, in the order in which they were made."""
        with self._database.reading() as connection:
            query = select(tokens).where(tokens.c.account == account).order_by(tokens.c.id)
            return tuple(_token(row) for row in connection.execute(query))

    def token_seen(self, number: int, at: datetime) -> None:
        """Note when a token was used."""
        with self._database.writing() as connection:
            connection.execute(tokens.update().where(tokens.c.id == number).values(seen=at))

    def end_tokens(self, account: int, number: int | None = None) -> int:
        """Void one token of an account, or all of them; how many."""
        condition = tokens.c.account == account
        if number is not None:
            condition = and_(condition, tokens.c.id == number)
        with self._database.writing() as connection:
            return connection.execute(tokens.delete().where(condition)).rowcount

    def attempts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """For each key under which attempts were counted: how many, and when the last was."""
        with self._database.reading() as connection:
            query = select(attempts).where(attempts.c.key.in_(tuple(keys)))
            return {key: (count, last) for key, count, last in connection.execute(query)}

    def count_attempts(self, counts: Iterable[tuple[str, int, datetime]], forgotten: datetime) -> None:
        """Set how many attempts there were under these keys; those whose last was before `forgotten` are removed."""
        rows = [{"key": key, "count": count, "last": last} for key, count, last in counts]
        with self._database.writing() as connection:
            connection.execute(attempts.delete().where(attempts.c.last < forgotten))
            self._database.put(connection, attempts, rows)

    def forget_attempts(self, key: str) -> None:
        """Count from nought again under a key."""
        with self._database.writing() as connection:
            connection.execute(attempts.delete().where(attempts.c.key == key))


def _account(row: Any) -> Account:
    return Account(**row._mapping)


def _token(row: Any) -> TokenRow:
    return TokenRow(**row._mapping)

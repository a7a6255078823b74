"""Tokens of the API: each is its owner's, has a role that it never exceeds, and ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sijill.register.account_errors import AccountError
from sijill.register.accounts import a_role
from sijill.register.audit import note
from sijill.register.secret_words import digest_of, new_secret
from sijill.store.account_rows import ROLES, Account, Role, TokenRow
from sijill.store.register import Register

PREFIX = "sijill_"  # so that a token that was published by mistake can be found and known
LONGEST = 366
MANY = 50
SEEN_EVERY = timedelta(minutes=1)


def make_token(register: Register, account: Account, name: str, role: str, days: int, by: str, at: datetime) -> tuple[str, TokenRow]:
    """A token, which is told this once, and what the register holds of it.

    Raises:
        AccountError: it has no name, lasts too long, or would exceed its owner's role.
    """
    words, ceiling = " ".join(name.split()), a_role(role)
    if not 1 <= len(words) <= 80 or not words.isprintable():
        raise AccountError("token_odd", "a token needs a name of 1 to 80 letters that says what it is for")
    if not 1 <= days <= LONGEST:
        raise AccountError("token_odd", f"a token lasts from 1 to {LONGEST} days")
    if lower_role(ceiling, account.role) != ceiling:
        raise AccountError("token_role", f"{account.name} is {account.role}; a token of theirs cannot be {ceiling}")
    secret = PREFIX + new_secret()
    with register.transaction():
        if len(register.tokens_of(account.id)) >= MANY:
            raise AccountError("token_odd", f"{account.name} has {MANY} tokens; end some of them first")
        row = register.add_token(TokenRow(account.id, words, ceiling, at, at + timedelta(days=days), digest_of(secret)))
        note(register, at, by, "token-made", account.name, token=row.id, role=ceiling, days=days)
    return secret, row


def token_of(register: Register, secret: str, at: datetime) -> tuple[TokenRow, Account, Role] | None:
    """A token with its owner and the role that it gives: the lower of the two. None where it ended or its owner is disabled."""
    found = register.token(digest_of(secret)) if secret.startswith(PREFIX) else None
    if found is None or found[1].disabled or at >= found[0].ends:
        return None
    row, account = found
    return row, account, lower_role(row.role, account.role)


def keep_token(register: Register, token: TokenRow, at: datetime) -> bool:
    """Note that a token was used, where that was not noted within the minute; apart from `token_of`, which waits for no writer."""
    if token.seen is not None and at - token.seen < SEEN_EVERY:
        return False
    register.token_seen(token.id, at)
    return True


def end_token(register: Register, account: Account, number: int, by: str, at: datetime) -> None:
    """End a token of an account.

    Raises:
        AccountError: it has none of that number.
    """
    with register.transaction():
        if not register.end_tokens(account.id, number):
            raise AccountError("token_unknown", f"there is no token {number} of {account.name}")
        note(register, at, by, "token-ended", account.name, token=number)


def lower_role(left: Role, right: Role) -> Role:
    """The one of two roles that may do less."""
    return min(left, right, key=ROLES.index)

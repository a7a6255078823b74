"""Signing in, being signed in, and the end of it. The clock is handed in; what a browser holds is a secret, of which we keep a hash.

`sign_in` is the function to read first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sijill.register.account_errors import AccountError
from sijill.register.accounts import plain_name
from sijill.register.audit import note
from sijill.register.codes import take_code
from sijill.register.limits import address_limit, code_limit, count_attempt, name_limit, succeed
from sijill.register.passwords import hash_password, is_old, is_password
from sijill.register.secret_words import digest_of, new_secret
from sijill.store.account_rows import Account, SessionRow, SignIn
from sijill.store.register import Register

CODE_WITHIN = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)  # a write for each request would make readers wait for writers


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: unused, and at all."""

    idle: timedelta = timedelta(hours=8)
    whole: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the address from which (it is only counted, never kept) and the browser, and when."""

    address: str = field(repr=False)
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in; `secret` goes into the cookie. `failed` attempts came before, since the last time."""

    account: Account
    session: SessionRow
    secret: str = field(repr=False)
    failed: int = 0


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password was right; `secret` and a one-time code sign in."""

    secret: str = field(repr=False)


LASTING = Lasting()


def sign_in(
    register: Register, name: str, password: str, visitor: Visitor, lasting: Lasting = LASTING, before: str = ""
) -> SignedIn | CodeNeeded:
    """Sign in with a password.

    1. The attempt is counted under the name and the address (`limits`); one that comes too early goes no further.
    2. The password is compared, as slowly where there is no such account.
    3. Where the account has one-time codes the sign-in is only begun; `sign_in_with_code` ends it.
    4. A new session is made, and the one that the browser held (`before`) ends.

    Raises:
        WaitError: too many attempts; nothing was compared.
        AccountError: "sign_in_wrong", whatever of it was wrong.
    """
    typed = plain_name(name)
    own, shared = name_limit(typed), address_limit(visitor.address)
    account = register.account(typed)
    count_attempt(register, [own, shared], visitor.at)
    right = is_password(account.password if account is not None else None, password)
    if account is None or not right or account.disabled:
        _refused(register, account, visitor, "password" if account is None or not right else "disabled")
        raise AccountError("sign_in_wrong", "this name and password do not go together")
    if account.password is not None and is_old(account.password):
        account = register.change_account(account.id, password=hash_password(password))
    succeed(register, [own], [shared], visitor.at)
    if account.code_confirmed:
        secret = new_secret()
        register.begin_sign_in(SignIn(digest_of(secret), "code", account.id, {}, visitor.at + CODE_WITHIN), visitor.at)
        return CodeNeeded(secret)
    return begin_session(register, account, visitor, "password", lasting, before)


def sign_in_with_code(
    register: Register, secret: str, code: str, visitor: Visitor, lasting: Lasting = LASTING, before: str = ""
) -> SignedIn:
    """End a sign-in that was begun with a password, by a one-time code or a recovery code.

    Raises:
        WaitError: too many attempts.
        AccountError: "sign_in_ended" where it took too long, "code_wrong".
    """
    begun = register.begun_sign_in(digest_of(secret), visitor.at)
    account = register.account_by_id(begun.account) if begun is not None and begun.kind == "code" and begun.account else None
    if begun is None or account is None or account.disabled:
        raise AccountError("sign_in_ended", "this sign-in took too long; begin again")
    own, shared = code_limit(account.id), address_limit(visitor.address)
    count_attempt(register, [own, shared], visitor.at)
    if not take_code(register, account, code, visitor.at):
        _refused(register, account, visitor, "code")
        raise AccountError("code_wrong", "this is no code of now, or it was used already")
    if not register.end_sign_in(begun.token):
        raise AccountError("sign_in_ended", "this sign-in took too long; begin again")
    succeed(register, [own], [shared], visitor.at)
    return begin_session(register, account, visitor, "password and code", lasting, before)


def begin_session(register: Register, account: Account, visitor: Visitor, how: str, lasting: Lasting, before: str) -> SignedIn:
    """A session for somebody who showed who they are; the one that the browser held before ends."""
    secret = new_secret()
    with register.transaction():
        held = register.session(digest_of(before)) if before else None
        if held is not None:
            register.end_sessions(held[1].id, held[0].id)
        row = SessionRow(account.id, visitor.at, visitor.at, visitor.at + lasting.whole, agent_words(visitor.agent), digest_of(secret))
        session = register.add_session(row)
        kept = register.change_account(account.id, last_sign_in=visitor.at, failed=0)
        if kept.disabled:  # meanwhile
            raise AccountError("sign_in_wrong", "this name and password do not go together")
        note(register, visitor.at, account.name, "sign-in", account.name, how=how)
    return SignedIn(kept, session, secret, account.failed)


def session_of(register: Register, secret: str, at: datetime, lasting: Lasting = LASTING) -> tuple[SessionRow, Account] | None:
    """Who is signed in with this secret; None where the session ended, unused or at all, or the account is disabled."""
    found = register.session(digest_of(secret)) if secret else None
    if found is None:
        return None
    session, account = found
    return None if account.disabled or at >= session.ends or at - session.seen >= lasting.idle else (session, account)


def keep_session(register: Register, session: SessionRow, at: datetime) -> bool:
    """Note that a session was used, where that was not noted within the minute; apart from `session_of`, which waits for no writer."""
    if at - session.seen < SEEN_EVERY:
        return False
    register.session_seen(session.id, at)
    return True


def sign_out(register: Register, secret: str, at: datetime) -> None:
    """End the session of a secret, if there is one."""
    found = register.session(digest_of(secret))
    if found is not None:
        with register.transaction():
            register.end_sessions(found[1].id, found[0].id)
            note(register, at, found[1].name, "sign-out", found[1].name)


def end_session(register: Register, account: Account, number: int, at: datetime) -> None:
    """End one of an account's own sessions.

    Raises:
        AccountError: it has none of that number.
    """
    with register.transaction():
        if not register.end_sessions(account.id, number):
            raise AccountError("session_unknown", f"there is no session {number} of {account.name}")
        note(register, at, account.name, "session-ended", account.name, session=number)


def sign_out_everywhere(register: Register, account: Account, by: str, at: datetime, but: int | None = None) -> int:
    """End every session of an account, or all but the one that asks; how many."""
    with register.transaction():
        ended = register.end_sessions(account.id, but=but)
        register.end_sign_ins(account.id)
        note(register, at, by, "sign-out-everywhere", account.name, sessions=ended)
    return ended


def confirm_password(register: Register, account: Account, password: str, visitor: Visitor) -> None:
    """Ask somebody who is signed in for the password again, before what would give the account away.

    Raises:
        WaitError: too many attempts.
        AccountError: "password_wrong".
    """
    own, shared = name_limit(account.name), address_limit(visitor.address)
    count_attempt(register, [own, shared], visitor.at)
    if not is_password(account.password, password):
        _refused(register, account, visitor, "password again")
        raise AccountError("password_wrong", "this is not the password of this account")
    succeed(register, [own], [shared], visitor.at)


def agent_words(agent: str) -> str:
    """A browser and a system by name, no more: "Firefox, Linux"."""
    browsers = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for sign, name in names if sign in agent), "") for names in (browsers, systems)]
    return ", ".join(name for name in found if name)


def _refused(register: Register, account: Account | None, visitor: Visitor, why: str) -> None:
    """Tell the audit log; of a name that is no account's nothing is kept, since it may be a password in the wrong field."""
    with register.transaction():
        if account is not None:
            register.change_account(account.id, failed=account.failed + 1)
        note(register, visitor.at, account.name if account is not None else "", "sign-in", outcome="refused", why=why)

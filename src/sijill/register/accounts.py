"""Accounts: who may work on the register and as what. Nothing is removed: an account is disabled, and what it did stays its own.

The display name is the reviewer of an account's decisions; it never changes, since nobody approves their own correction.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import get_args

from sijill.register.account_errors import AccountError
from sijill.register.audit import note
from sijill.register.passwords import check_password, hash_password
from sijill.register.secret_words import digest_of, new_secret
from sijill.store.account_rows import Account, Role
from sijill.store.register import Register

INVITED_FOR = timedelta(days=7)
_NAME = re.compile(r"\w[\w.@+-]{0,62}\w")


def account_name(words: str) -> str:
    """A name as it is compared: however it is typed, one account.

    Raises:
        AccountError: it cannot be a name.
    """
    name = plain_name(words)
    if not _NAME.fullmatch(name):
        raise AccountError("name_odd", f"{words[:64]!r} is no name for an account; write 2 to 64 letters, digits or . - _ @ +")
    return name


def plain_name(words: str) -> str:
    """The same without a look at what it is made of: what somebody typed to sign in."""
    return unicodedata.normalize("NFKC", words).strip().casefold()[:64]


def known_account(register: Register, name: str) -> Account:
    """The account of a name.

    Raises:
        AccountError: there is none.
    """
    found = register.account(plain_name(name))
    if found is None:
        raise AccountError("account_unknown", f"there is no account {name[:64]!r}; `sijill accounts list` lists them")
    return found


def add_account(register: Register, name: str, display: str, role: str, by: str, at: datetime, subject: str | None = None) -> Account:
    """Add an account; nobody can sign in with it before it has a password or a subject of OpenID Connect.

    Raises:
        AccountError: the name, the display name or the role cannot be, or is another's.
    """
    chosen, shown, as_role = account_name(name), _display(display or name), a_role(role)
    with register.transaction():
        for other in register.accounts():
            if other.name == chosen:
                raise AccountError("name_taken", f"there is an account {chosen!r} already")
            if _alike(other.display) == _alike(shown):
                raise AccountError("display_taken", f"{shown!r} is how the account {other.name!r} is shown; decisions are told apart by it")
        kept = register.add_account(Account(chosen, shown, as_role, at, subject=subject))
        note(register, at, by, "account-added", chosen, role=as_role)
    return kept


def set_password(register: Register, name: str, password: str, by: str, at: datetime, keep_session: int | None = None) -> Account:
    """Set an account's password; its sessions end, but the one that asks. Where another sets it, its tokens end too.

    Raises:
        AccountError: there is no such account, or the password cannot be used.
    """
    account = known_account(register, name)
    check_password(password, account.name, account.display)
    hashed = hash_password(password)
    with register.transaction():
        kept = register.change_account(account.id, password=hashed, failed=0)
        _end_everything(register, kept, by != kept.name, keep_session)
        note(register, at, by, "password-set", kept.name)
    return kept


def invite(register: Register, name: str, by: str, at: datetime) -> str:
    """A secret with which an account's owner can set its password, once, within a week. Earlier ones end.

    Raises:
        AccountError: there is no such account, or it is disabled.
    """
    account = known_account(register, name)
    if account.disabled:
        raise AccountError("account_disabled", f"the account {account.name!r} is disabled; enable it first")
    secret = new_secret()
    with register.transaction():
        register.put_invitation(digest_of(secret), account.id, at + INVITED_FOR)
        note(register, at, by, "account-invited", account.name)
    return secret


def invited(register: Register, secret: str, at: datetime) -> Account | None:
    """Whose invitation this is; None where it ended, was used, or the account is disabled."""
    account = register.invited(digest_of(secret), at)
    return None if account is None or account.disabled else account


def accept_invitation(register: Register, secret: str, password: str, at: datetime) -> Account:
    """Set the password of whose invitation this is; it is used up, and every session and token of the account ends.

    Raises:
        AccountError: it ended or was used, or the password cannot be used.
    """
    account = invited(register, secret, at)
    if account is None:
        raise AccountError("invitation_ended", "this invitation was used or has ended; ask for another")
    check_password(password, account.name, account.display)
    hashed = hash_password(password)
    with register.transaction():
        if register.invited(digest_of(secret), at) is None:  # another was quicker
            raise AccountError("invitation_ended", "this invitation was used or has ended; ask for another")
        kept = register.change_account(account.id, password=hashed, failed=0)
        _end_everything(register, kept, True, None)
        note(register, at, kept.name, "password-set", kept.name, invitation=True)
    return kept


def change_role(register: Register, name: str, role: str, by: str, at: datetime) -> Account:
    """Give an account another role, from its next request on.

    Raises:
        AccountError: there is no such account or role, or it is the last administrator.
    """
    as_role = a_role(role)
    with register.transaction():
        account = known_account(register, name)
        if as_role != "administrator":
            _refuse_last(register, account)
        kept = register.change_account(account.id, role=as_role)
        note(register, at, by, "role-changed", kept.name, role=as_role, before=account.role)
    return kept


def disable(register: Register, name: str, by: str, at: datetime) -> Account:
    """Let nobody sign in with an account; its sessions, tokens and invitations end at once.

    Raises:
        AccountError: there is no such account, or it is the last administrator.
    """
    with register.transaction():
        account = known_account(register, name)
        _refuse_last(register, account)
        kept = register.change_account(account.id, disabled=True)
        _end_everything(register, kept, True, None)
        note(register, at, by, "account-disabled", kept.name)
    return kept


def enable(register: Register, name: str, by: str, at: datetime) -> Account:
    """Let an account be used again; tokens that ended stay ended.

    Raises:
        AccountError: there is no such account.
    """
    with register.transaction():
        kept = register.change_account(known_account(register, name).id, disabled=False)
        note(register, at, by, "account-enabled", kept.name)
    return kept


def a_role(words: str) -> Role:
    """A role by its name.

    Raises:
        AccountError: there is none such.
    """
    for role in get_args(Role):
        if role == words:
            found: Role = role
            return found
    raise AccountError("role_unknown", f"{words[:40]!r} is no role; write {', '.join(get_args(Role))}")


def _display(words: str) -> str:
    shown = " ".join(unicodedata.normalize("NFC", words).split())
    if not shown or len(shown) > 80 or any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in shown):
        raise AccountError("display_odd", "a display name has 1 to 80 letters, and none that cannot be seen")
    return shown


def _alike(display: str) -> str:
    return unicodedata.normalize("NFKC", display).casefold()


def _refuse_last(register: Register, account: Account) -> None:
    """Somebody must be left who can let others in."""
    able = [other.id for other in register.accounts() if other.role == "administrator" and other.able]
    if able == [account.id]:
        raise AccountError("last_administrator", f"{account.name} is the last administrator; make another one first")


def _end_everything(register: Register, account: Account, tokens: bool, keep_session: int | None) -> None:
    register.end_sessions(account.id, but=keep_session)
    register.end_sign_ins(account.id)
    register.end_invitations(account.id)
    if tokens:
        register.end_tokens(account.id)

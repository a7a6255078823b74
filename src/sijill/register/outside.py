"""Accounts of people whom an OpenID provider knows: the provider says who they are and what they may do."""

from __future__ import annotations

import re
from datetime import datetime

from sijill.register.account_errors import AccountError
from sijill.register.accounts import add_account, change_role, plain_name
from sijill.store.account_rows import ROLES, Account, Role
from sijill.store.register import Register

_BY = "OpenID Connect"


def outside_account(register: Register, subject: str, name: str, display: str, role: Role, at: datetime) -> Account:
    """The account of a subject, with the role that the provider gives; a new one where there is none.

    An account that was made here is never given to a subject because the names are the same.

    Raises:
        AccountError: the account is disabled, or its name or display name is another's.
    """
    with register.transaction():
        account = register.account_by_subject(subject)
        if account is None:
            chosen = re.sub(r"[^\w.@+-]", ".", plain_name(name)).strip(".@+-")
            return add_account(register, chosen, display or chosen, role, _BY, at, subject)
        if account.disabled:
            raise AccountError("account_disabled", f"the account {account.name!r} is disabled")
        if account.role != role:
            try:
                account = change_role(register, account.name, role, _BY, at)
            except AccountError as error:
                if error.wrong != "last_administrator":  # somebody must be left who can let others in
                    raise
    return account


def highest_role(found: set[str]) -> Role | None:
    """The role of several that may do most, or None where there is none."""
    return max((role for role in ROLES if role in found), key=ROLES.index, default=None)

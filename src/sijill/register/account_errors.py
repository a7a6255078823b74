"""What the use cases of accounts refuse."""

from __future__ import annotations

from typing import Literal

Wrong = Literal[
    "name_taken", "name_odd", "display_taken", "display_odd", "role_unknown", "account_unknown", "account_disabled", "last_administrator",
    "password_short", "password_long", "password_common", "password_name", "password_wrong", "invitation_ended", "code_wrong",
    "codes_on", "codes_off", "token_odd", "token_role", "token_unknown", "session_unknown", "saved_odd", "saved_taken", "saved_unknown",
    "saved_many", "sign_in_wrong", "sign_in_wait", "sign_in_ended",
]  # fmt: skip


class AccountError(ValueError):
    """Something about an account that cannot be done; `wrong` names it for a page in another language."""

    def __init__(self, wrong: Wrong, message: str) -> None:
        super().__init__(message)
        self.wrong: Wrong = wrong


class WaitError(AccountError):
    """Too many attempts; `seconds` is how long to wait for the next."""

    def __init__(self, seconds: int) -> None:
        super().__init__("sign_in_wait", f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds

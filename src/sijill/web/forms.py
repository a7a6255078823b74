"""Forms: a field that a page does not have is refused, so that nobody sets more than they are asked for."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from sijill.register.account_errors import AccountError, WaitError


class Form(BaseModel):
    """What every form of a page sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    csrf: str = ""


def wrong(error: AccountError) -> tuple[str, dict[str, object], int]:
    """What a use case refused: the key of the words, what stands in their places, and the status of HTTP."""
    values: dict[str, object] = {"seconds": error.seconds} if isinstance(error, WaitError) else {}
    status = 429 if isinstance(error, WaitError) else 403 if error.wrong in ("sign_in_wrong", "code_wrong", "password_wrong") else 422
    return f"account.wrong.{error.wrong}", values, status

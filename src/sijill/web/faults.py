"""What a page cannot do, told to the person who asked."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  it is an answer, not a mistake of the program
    """An answer that says what was wrong and what to do, in the reader's language.

    Attributes:
        status: of HTTP.
        key: of the words that say what was wrong (`wording/`); they may have places for `values`.
        detail: words of a use case that come as they are ("incident 3f6a is no more").
    """

    def __init__(self, status: int, key: str, detail: str = "", **values: object) -> None:
        super().__init__(f"{status} {key} {detail}".strip())
        self.status = status
        self.key = key
        self.detail = detail
        self.values = values


class SignInNeededError(Exception):
    """Nobody is signed in, and the page needs somebody."""


def not_found(key: str, detail: str = "", **values: object) -> Refusal:
    """There is no such thing."""
    return Refusal(404, key, detail, **values)

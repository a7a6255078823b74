"""Passwords: which are refused, and how one is hashed and compared (Argon2id, RFC 9106's parameters for little memory)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from sijill.register.account_errors import AccountError

SHORTEST = 12
LONGEST = 256
AT_ONCE = 4  # 64 MiB each: many sign-ins at once must not take all memory of the machine
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0987654321", "ضصثقفغعهخحجد", "شسيبلاتنمكط")
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4, type=Type.ID)
_turn = threading.Semaphore(AT_ONCE)


def check_password(password: str, *names: str) -> None:
    """Refuse a password that is short, common, of few letters, or made of its owner's name.

    Raises:
        AccountError: with what to do.
    """
    words = _plain(password)
    if len(words) < SHORTEST:
        raise AccountError("password_short", f"a password needs {SHORTEST} characters or more; a sentence is easy to remember")
    if len(words) > LONGEST:
        raise AccountError("password_long", f"a password has {LONGEST} characters at most")
    bare = _bare(words)
    if len(set(words)) < 5 or bare in _common() or bare.strip("0123456789") in _common() or _is_row(bare):
        raise AccountError("password_common", "this password is among the first that are tried; take other words")
    for name in names:
        own = _bare(name)
        if len(own) >= 3 and own in bare and len(bare.replace(own, "")) < SHORTEST // 2:
            raise AccountError("password_name", "this password is little more than the name; take other words")


def hash_password(password: str) -> str:
    """What the register holds of a password."""
    with _turn:
        return _hasher.hash(_plain(password))


def is_password(hashed: str | None, password: str) -> bool:
    """Whether this is the password; as slow for no account as for one."""
    try:
        with _turn:
            return _hasher.verify(hashed or _nobody(), _plain(password)[: 4 * LONGEST]) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def is_old(hashed: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _plain(words: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", words)


def _bare(words: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(letter for letter in _plain(words).casefold() if letter.isalnum())


@cache
def _common() -> frozenset[str]:
    lines = files("sijill.register").joinpath("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _is_row(bare: str) -> bool:
    """Whether it is a part of the keyboard or the alphabet, over and over."""
    if not bare:
        return True
    for size in range(1, len(bare) // 2 + 1):
        if (bare[:size] * (len(bare) // size + 1))[: len(bare)] == bare and size <= 6:
            return True
    rest = bare
    for row in _ROWS:
        for start in range(len(row) - 3):
            for end in range(len(row), start + 3, -1):
                rest = rest.replace(row[start:end], "")
    return len(rest) < 4

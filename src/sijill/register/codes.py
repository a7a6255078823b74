"""One-time codes (RFC 6238): six digits every half minute, and recovery codes for a lost telephone."""

from __future__ import annotations

import io
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
import segno

from sijill.register.account_errors import AccountError
from sijill.register.audit import note
from sijill.register.secret_words import digest_of, same_words
from sijill.store.account_rows import Account
from sijill.store.register import Register

EITHER_SIDE = 1  # steps of half a minute by which a telephone's clock may be wrong
RECOVERY = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone needs to make codes: the secret, the same as an address, and that as a picture."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    svg: str = field(repr=False)


def begin_codes(register: Register, account: Account, anew: bool = True) -> Enrolment:
    """Give an account a secret; codes are asked for once `confirm_codes` saw one of them.

    Args:
        register: the register.
        account: as it stands.
        anew: another secret, even where one waits to be confirmed.

    Raises:
        AccountError: it has one-time codes already.
    """
    if account.code_confirmed:
        raise AccountError("codes_on", f"{account.name} has one-time codes already; remove them first")
    secret = account.code_secret if account.code_secret and not anew else pyotp.random_base32()
    if secret != account.code_secret:
        register.change_account(account.id, code_secret=secret)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name="Sijill")
    picture = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(picture, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    return Enrolment(secret, uri, picture.getvalue().decode("utf-8").strip())


def confirm_codes(register: Register, account: Account, code: str, at: datetime) -> tuple[str, ...]:
    """Ask for codes from now on; the recovery codes, which are told this once.

    Raises:
        AccountError: this is no code of the secret at hand.
    """
    with register.transaction():
        if account.code_confirmed or not account.code_secret:
            raise AccountError("codes_on" if account.code_confirmed else "codes_off", "there is no secret to confirm; begin again")
        if not _is_code(register, account, code, at):
            raise AccountError("code_wrong", "this is no code of now; look at the telephone's clock, and type the code that it shows")
        register.change_account(account.id, code_confirmed=True)
        made = tuple("-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY))
        register.put_recovery_codes(account.id, [digest_of(word.replace("-", "")) for word in made])
        note(register, at, account.name, "codes-on", account.name)
    return made


def remove_codes(register: Register, account: Account, by: str, at: datetime) -> None:
    """Ask an account for no more codes.

    Raises:
        AccountError: it has none.
    """
    if not account.code_secret:
        raise AccountError("codes_off", f"{account.name} has no one-time codes")
    with register.transaction():
        register.change_account(account.id, code_secret=None, code_confirmed=False)
        register.put_recovery_codes(account.id, ())
        note(register, at, by, "codes-off", account.name)


def take_code(register: Register, account: Account, code: str, at: datetime) -> bool:
    """Whether this is a code of an account; it is used up, be it one of the telephone or a recovery code."""
    if not account.code_confirmed:
        return False
    typed = "".join(letter for letter in unicodedata.normalize("NFKC", code).casefold() if letter.isalnum())[:40]
    return _is_code(register, account, code, at) or (len(typed) == 16 and register.take_recovery_code(account.id, digest_of(typed)))


def _is_code(register: Register, account: Account, code: str, at: datetime) -> bool:
    digits = "".join(str(unicodedata.digit(letter, "")) for letter in code.strip()[:20] if not letter.isspace())
    if len(digits) != 6 or not account.code_secret:
        return False
    totp = pyotp.TOTP(account.code_secret)
    now = int(at.timestamp()) // totp.interval
    found = [step for step in range(now - EITHER_SIDE, now + EITHER_SIDE + 1) if same_words(totp.generate_otp(step), digits)]
    return bool(found) and register.take_code_step(account.id, found[-1])

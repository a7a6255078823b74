"""`sijill accounts`, and what `sijill serve` refuses for the sake of those who sign in."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from sijill.cli.accounts import _ROLES, _ROLES_AR, _SAID
from sijill.cli.openid_file import _ROLES as _ROLES_OF_FILE
from sijill.cli.openid_file import openid_of
from sijill.register.passwords import is_password
from sijill.register.tokens import token_of
from sijill.register.workshop import utc_now
from sijill.store.account_rows import ROLES, Account
from sijill.store.register import open_register
from tests.test_register_cli import Done, Sijill, sijill

__all__ = ["sijill"]
PASSWORD = "نخلة على ضفة النهر 7"


def said(sijill: Sijill, monkeypatch: pytest.MonkeyPatch, words: str, *arguments: str) -> Done:
    """Run it with words on standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))
    return sijill(*arguments)


def account(name: str) -> Account:
    with open_register("sijill.sqlite") as register:
        found = register.account(name)
    assert found is not None
    return found


@pytest.fixture
def mona(sijill: Sijill, monkeypatch: pytest.MonkeyPatch) -> Sijill:
    assert sijill("init").code == 0
    done = said(sijill, monkeypatch, PASSWORD + "\nmore", "accounts", "add", "Mona", "--display", "منى", "--role", "administrator")
    assert (done.code, done.out, done.error) == (0, "account mona: منى, administrator\n", "")
    return sijill


def test_roles_are_those_of_the_program() -> None:
    assert _ROLES == _ROLES_OF_FILE == ROLES == tuple(_ROLES_AR)
    assert _SAID["en"].keys() == _SAID["ar"].keys()


def test_the_first_administrator_is_made_here(mona: Sijill, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_password(account("mona").password, PASSWORD)
    for words, told in (("short\n", "12 characters"), ("", "standard input holds no password"), (PASSWORD, "")):
        done = said(mona, monkeypatch, words, "accounts", "add", "karim")
        assert (done.code in (1, 2), told in done.error) == (True, True) if told else done.code == 0
    done = said(mona, monkeypatch, PASSWORD, "accounts", "add", "mona")
    assert (done.code, "there is an account 'mona' already" in done.error) == (1, True)
    assert mona("accounts", "add", "gus", "--role", "guest", "--no-password").out == "account gus: gus, guest; it has no password yet\n"
    assert mona("accounts", "add", "x", "--role", "owner").code == 2
    listed = mona("accounts", "list")
    assert [line.split()[0].strip("\u2068\u2069") for line in listed.out.splitlines()[2:]] == ["gus", "karim", "mona"]
    assert "no password yet" in listed.out
    assert "مدير" in mona("accounts", "list", "--lang", "ar").out
    assert PASSWORD not in listed.out


def test_an_account_is_changed_by_command(mona: Sijill, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mona("accounts", "add", "karim", "--no-password").code == 0
    assert mona("accounts", "role", "karim", "editor").out == "account karim: editor\n"
    done = mona("accounts", "role", "mona", "guest")
    assert (done.code, "is the last administrator" in done.error) == (1, True)
    assert mona("accounts", "disable", "mona").code == 1
    done = mona("accounts", "password", "karim", "--link")
    assert done.out.startswith("/invitation/")
    assert said(mona, monkeypatch, "a lantern by the river\n", "accounts", "password", "karim").code == 0
    assert is_password(account("karim").password, "a lantern by the river")
    assert mona("accounts", "token", "karim").code == 2
    made = mona("accounts", "token", "karim", "--for", "weekly table", "--days", "30")
    assert made.error.startswith("token 1 of karim: guest, ends ")
    with open_register("sijill.sqlite") as register:
        found = token_of(register, made.out.strip(), utc_now())
        assert found is not None
        assert found[2] == "guest"
    assert mona("accounts", "token", "karim", "--for", "x", "--role", "administrator").code == 1
    assert "token 1: weekly table, guest" in mona("accounts", "token", "karim", "--list").out
    assert mona("accounts", "token", "karim", "--end", "1").out == "token 1: ended\n"
    assert mona("accounts", "token", "karim", "--end", "1").code == 1
    assert mona("accounts", "codes", "karim").out == "account karim: no one-time codes\n"
    assert mona("accounts", "codes", "karim", "--remove").code == 1
    assert mona("accounts", "disable", "karim").out == "account karim: disabled\n"
    assert mona("accounts", "password", "karim", "--link").code == 1
    assert mona("accounts", "enable", "karim").out == "account karim: enabled\n"
    done = mona("accounts", "role", "nobody", "guest")
    assert (done.code, "`sijill accounts list` lists them" in done.error) == (1, True)
    with open_register("sijill.sqlite") as register:
        who = {entry.who for entry in register.audit().rows}
    assert all(name.endswith("(command line)") for name in who)


def test_in_a_terminal_the_password_is_asked_for_twice_and_not_shown(sijill: Sijill, tmp_path: Path) -> None:
    sijill("init")
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "sijill", "accounts", "add", "mona"]
    running = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, close_fds=True)
    os.close(theirs)
    shown, typed, ends = b"", 0, time.monotonic() + 60
    while time.monotonic() < ends:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
        if typed < 2 and shown.rstrip().endswith((b"Password of mona:", b"Once more:")):
            time.sleep(0.3)  # the terminal's echo goes off with the question
            os.write(ours, PASSWORD.encode() + b"\n")
            typed += 1
            shown += b"|"
    assert running.wait(60) == 0, shown.decode()
    os.close(ours)
    assert typed == 2
    assert PASSWORD not in shown.decode()
    assert is_password(account("mona").password, PASSWORD)


def test_passwords_do_not_travel_in_the_clear(sijill: Sijill) -> None:
    sijill("init")
    for address in ((), ("--address", "http://desk.example.org")):
        done = sijill("serve", "--host", "0.0.0.0", *address)
        assert (done.code, "would read passwords" in done.error) == (2, True)
    assert sijill("serve", "--local", "--host", "0.0.0.0").code == 2


def test_the_file_of_an_openid_provider(tmp_path: Path, sijill: Sijill) -> None:
    file = tmp_path / "openid.toml"
    file.write_text(
        'issuer = "https://login.example.org"\nclient = "desk"\nsecret = "s"\nname = "نادي"\n[roles]\n"desk editors" = "editor"\n',
        encoding="utf-8",
    )
    found = openid_of(str(file))
    assert (found.issuer, found.roles, found.claim, found.otherwise) == (
        "https://login.example.org",
        (("desk editors", "editor"),),
        "groups",
        "",
    )
    assert "secret" not in repr(found)
    for words, told in (
        ("client = 1\n", ["issuer is missing", "client: write words", "nobody would have a role"]),
        ('issuer = "x"\nclient = "y"\notherwise = "owner"\nrole = "x"\n', ["'owner' is no role", "role: is not known"]),
        ('issuer = "x"\nclient = "y"\nroles = "editor"\n', ["write a table"]),
        ("issuer", ["is no TOML"]),
    ):
        file.write_text(words, encoding="utf-8")
        with pytest.raises(click.BadParameter) as error:
            openid_of(str(file))
        assert [part for part in told if part not in str(error.value)] == []
    with pytest.raises(click.BadParameter, match="No such file"):
        openid_of(str(tmp_path / "none"))
    assert sijill("serve", "--openid", "none.toml").code == 2

"""`sijill accounts`."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database

if TYPE_CHECKING:
    from sijill.store.register import Register

# As `store.account_rows.ROLES` has them; a test compares.
_ROLES = ("guest", "reviewer", "editor", "administrator")
_HEADS = {
    "en": ("Name", "Shown as", "Role", "Sign-in", "Made", "Last sign-in"),
    "ar": ("الاسم", "يظهر باسم", "الدور", "الدخول", "أُنشئ", "آخر دخول"),
}
_SAID = {
    "en": {"disabled": "disabled", "invited": "no password yet", "password": "password", "codes": "password, codes", "outside": "OpenID"},
    "ar": {"disabled": "معطَّل", "invited": "بلا كلمة سر بعد", "password": "كلمة سر", "codes": "كلمة سر ورمز", "outside": "OpenID"},
}  # fmt: skip
_ROLES_AR = {"guest": "ضيف", "reviewer": "مراجِع", "editor": "محرِّر", "administrator": "مدير"}


@click.group("accounts")
def command() -> None:
    """Who may work on the register in a browser, and as what. The first administrator is made here.

    A guest reads; a reviewer also decides and adds; an editor also merges, splits and proposes entries
    of the registry; an administrator also keeps accounts, sources and the audit log.
    """


@command.command("add")
@click.argument("name")
@click.option("--display", default="", metavar="NAME", help="Name under which its decisions are kept; it never changes. Default: NAME.")
@click.option("--role", type=click.Choice(_ROLES), default="reviewer", show_default=True, help="What it may do.")
@click.option("--no-password", is_flag=True, help="Set none now: `sijill accounts password` does, or an invitation.")
@database
def add(name: str, display: str, role: str, no_password: bool, database: str) -> int:
    """Add an account. Its password is asked for, or is the first line of standard input.

    \b
    Examples:
      sijill accounts add mona --display "منى" --role administrator
      sijill accounts add karim < password.txt
    """  # noqa: D301  click wants the character, not two
    from sijill.register.accounts import account_name, add_account, set_password
    from sijill.register.passwords import check_password

    with _register(database) as (register, at, who):
        password = "" if no_password else _password(account_name(name))
        if password:
            check_password(password, name, display)
        with register.transaction():
            account = add_account(register, name, display, role, who, at)
            if password:
                set_password(register, account.name, password, who, at)
        click.echo(f"account {account.name}: {account.display}, {account.role}{'' if password else '; it has no password yet'}")
    return ALL_READ


@command.command("list")
@options.lang
@database
def list_command(database: str, lang: str | None) -> int:
    """List the accounts."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sijill.exports.table import Cell, console_for

    language = lang if lang == "ar" else "en"
    with _register(database) as (register, _, _):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for head in _HEADS[language]:
            table.add_column(Cell(head, "bold"))
        for account in register.accounts():
            role = _ROLES_AR[account.role] if language == "ar" else account.role
            last = f"{account.last_sign_in:%Y-%m-%d %H:%M}" if account.last_sign_in else "–"
            how = _SAID[language][_sign_in(account)]
            table.add_row(*(Cell(words) for words in (account.name, account.display, role, how, f"{account.created:%Y-%m-%d}", last)))
        console_for(sys.stdout).print(table)
    return ALL_READ


def _sign_in(account: Any) -> str:
    if account.disabled:
        return "disabled"
    if account.password is None:
        return "outside" if account.subject else "invited"
    return "codes" if account.code_confirmed else "password"


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(_ROLES))
@database
def role(name: str, role: str, database: str) -> int:
    """Give an account another role. The last administrator stays one.

    \b
    Example:
      sijill accounts role karim editor
    """  # noqa: D301  click wants the character, not two
    from sijill.register.accounts import change_role

    with _register(database) as (register, at, who):
        account = change_role(register, name, role, who, at)
        click.echo(f"account {account.name}: {account.role}")
    return ALL_READ


@command.command("disable")
@click.argument("name")
@database
def disable(name: str, database: str) -> int:
    """Let nobody sign in with an account; its sessions and tokens end at once. What it decided stays."""
    from sijill.register.accounts import disable as disabled

    with _register(database) as (register, at, who):
        click.echo(f"account {disabled(register, name, who, at).name}: disabled")
    return ALL_READ


@command.command("enable")
@click.argument("name")
@database
def enable(name: str, database: str) -> int:
    """Let an account be used again."""
    from sijill.register.accounts import enable as enabled

    with _register(database) as (register, at, who):
        click.echo(f"account {enabled(register, name, who, at).name}: enabled")
    return ALL_READ


@command.command("password")
@click.argument("name")
@click.option("--link", is_flag=True, help="Set none: print the end of an address at which its owner sets it, once, within a week.")
@database
def password(name: str, link: bool, database: str) -> int:
    """Set an account's password; its sessions and tokens end. It is asked for, or is the first line of standard input.

    \b
    Examples:
      sijill accounts password karim
      sijill accounts password karim --link
    """  # noqa: D301  click wants the character, not two
    from sijill.register.accounts import invite, known_account, set_password

    with _register(database) as (register, at, who):
        account = known_account(register, name)
        if link:
            click.echo(f"/invitation/{invite(register, name, who, at)}")
            return ALL_READ
        set_password(register, name, _password(account.name), who, at)
        click.echo(f"account {account.name}: new password; its sessions and tokens ended")
    return ALL_READ


@command.command("token")
@click.argument("name")
@click.option("--for", "purpose", default="", metavar="WORDS", help="What the token is for; the owner sees it in the list.")
@click.option("--role", type=click.Choice(_ROLES), default="guest", show_default=True, help="What it may do at most.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, metavar="N", help="How long it lasts.")
@click.option("--end", type=int, default=None, metavar="N", help="End this token instead of making one.")
@click.option("--list", "listed", is_flag=True, help="List the account's tokens instead.")
@database
def token(name: str, purpose: str, role: str, days: int, end: int | None, listed: bool, database: str) -> int:
    """Make a token of the API for an account. It is printed this once; the register holds its SHA-256.

    \b
    Examples:
      sijill accounts token karim --for "weekly table" --days 30
      sijill accounts token karim --list
    """  # noqa: D301  click wants the character, not two
    from sijill.register.accounts import known_account
    from sijill.register.tokens import end_token, make_token

    with _register(database) as (register, at, who):
        account = known_account(register, name)
        if listed:
            for row in register.tokens_of(account.id):
                seen = f"{row.seen:%Y-%m-%d}" if row.seen else "never"
                click.echo(f"token {row.id}: {row.name}, {row.role}, ends {row.ends:%Y-%m-%d}, used {seen}")
            return ALL_READ
        if end is not None:
            end_token(register, account, end, who, at)
            click.echo(f"token {end}: ended")
            return ALL_READ
        if not purpose.strip():
            raise click.UsageError('--for is missing: say what the token is for, --for "weekly table"')
        secret, row = make_token(register, account, purpose, role, days, who, at)
        click.echo(f"token {row.id} of {account.name}: {row.role}, ends {row.ends:%Y-%m-%d}", err=True)
        click.echo(secret)
    return ALL_READ


@command.command("codes")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Ask for no more codes, as where a telephone was lost.")
@database
def codes(name: str, remove: bool, database: str) -> int:
    """Say whether an account has one-time codes, or remove them. Its owner sets them up in the browser, under "My account"."""
    from sijill.register.accounts import known_account
    from sijill.register.codes import remove_codes

    with _register(database) as (register, at, who):
        account = known_account(register, name)
        if remove:
            remove_codes(register, account, who, at)
            click.echo(f"account {account.name}: one-time codes removed")
            return ALL_READ
        left = register.count_recovery_codes(account.id)
        click.echo(
            f"account {account.name}: {f'one-time codes; {left} recovery codes left' if account.code_confirmed else 'no one-time codes'}"
        )
    return ALL_READ


@contextmanager
def _register(where: str) -> Iterator[tuple[Register, datetime, str]]:
    """The register, the time, and who is at the machine; the lexicon is not needed."""
    from sijill.register.workshop import utc_now
    from sijill.store.register import open_register

    with open_register(where) as register:
        yield register, utc_now(), f"{getpass.getuser()} (command line)"


def _password(name: str) -> str:
    """A password typed twice without echo, or the first line of standard input; never an argument, which others could see."""
    if sys.stdin is not None and not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise click.UsageError("standard input holds no password; write it as the first line, or run the command in a terminal")
        return line
    words: str = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt="Once more", err=True)
    return words

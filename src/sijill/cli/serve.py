"""`sijill serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.app import ALL_READ
from sijill.cli.opening import database, own_lexicon, reviewer_name

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command("serve")
@click.option("--local", is_flag=True, help="For one person at this machine: no account, and only this machine is answered.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address of this machine to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, metavar="N", help="The port; 0 takes one that is free."
)
@click.option("--open", "browse", is_flag=True, help="Open the desk in your browser.")
@click.option(
    "--reviewer", default=None, metavar="NAME", help="With --local: under which name decisions are kept. Default: your name here."
)
@click.option("--address", default="", metavar="URL", help="Under which people open the desk, where a proxy stands before it.")
@click.option(
    "--tiles", default="", metavar="URL", help="A tile server for the map, https://…/{z}/{x}/{y}.png. Without it no other host is asked."
)
@click.option("--second-reviewer", is_flag=True, help="An incident is settled only when a second reviewer agrees.")
@click.option(
    "--form-key", type=click.Path(dir_okay=False), default=None, metavar="FILE",
    help="Keeps the key of form tokens; made where it is missing. Give one file to all processes that serve one register.",
)  # fmt: skip
@click.option("--openid", default=None, metavar="FILE", help="People also sign in with the OpenID provider of this file (TOML).")
@database
def command(
    local: bool, host: str, port: int, browse: bool, reviewer: str | None, address: str, tiles: str, second_reviewer: bool,
    form_key: str | None, openid: str | None, database: str,
) -> int:  # fmt: skip
    """Open the register in a browser: the review desk.

    The desk shows what came in and what awaits review; every value stands beside the words that it came from. On a laptop
    --local needs no account and answers this machine alone. Stop it with Ctrl+C; nothing is lost.

    \b
    Examples:
      sijill serve --local --open                        your own register, on your own machine
      sijill serve --local --database registers/iraq.sqlite --reviewer "منى"
      sijill serve --host 0.0.0.0 --address https://desk.example.org --database postgresql://sijill@localhost/sijill
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.openid_file import openid_of
    from sijill.cli.opening import opened
    from sijill.register.rules_of_review import require_second_reviewer
    from sijill.web.access.csrf import key_of
    from sijill.web.settings import Settings

    if local and host not in LOOPBACK:
        raise click.UsageError(
            f"--local lets everyone in who reaches {host}, without an account; leave --host out, or leave --local out and make accounts"
        )
    if not local and host not in LOOPBACK and not address.startswith("https://"):
        raise click.UsageError(
            f"whoever reads the network between {host} and a browser would read passwords; let a proxy with HTTPS stand before the desk "
            "and give --address https://…, or leave --host out"
        )
    settings = Settings(
        register=database, local=local, reviewer=reviewer_name(reviewer), address=address.rstrip("/"), tiles=tiles,
        secret=Path(form_key) if form_key else None, lexicon=own_lexicon(database),
        openid=openid_of(openid) if openid and not local else None,
    )  # fmt: skip
    try:
        key_of(settings.secret)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"--form-key: {error}") from None
    with opened(database) as (register, workshop):
        from sijill.web.app import create_app

        if second_reviewer:
            require_second_reviewer(register, True, settings.reviewer, workshop.clock())
        if not local and not any(account.able for account in register.accounts()) and settings.openid is None:
            click.echo("nobody can sign in yet: make an account with `sijill accounts add NAME --role administrator`", err=True)
        _serve(create_app(settings, register, workshop), host, port, browse, bool(address))
    return ALL_READ


def _serve(app: FastAPI, host: str, port: int, browse: bool, proxied: bool) -> None:
    """Listen until somebody stops it. A proxy on this machine (or of $FORWARDED_ALLOW_IPS) says from which address people come."""
    import socket

    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise click.ClickException(
            f"{host}, port {port}: {error.strerror}; another program may use it: give --port N, or --port 0"
        ) from None
    listening.listen(256)
    shown = f"[{host}]" if family == socket.AF_INET6 else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    click.echo(f"the review desk: {address}   (Ctrl+C stops it)")
    if browse:
        import threading
        import webbrowser

        threading.Timer(0.5, webbrowser.open, (address,)).start()
    # No log of requests: their addresses hold what people look for.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=proxied, timeout_graceful_shutdown=5
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()

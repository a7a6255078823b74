"""The file that says with which OpenID provider people sign in: TOML, since it holds a secret that no argument may."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sijill.web.settings import OpenId

_WORDS = ("issuer", "client", "secret", "name", "claim", "otherwise", "scope")
_NEEDED = ("issuer", "client")
_ROLES = ("guest", "reviewer", "editor", "administrator")


def openid_of(path: str) -> OpenId:
    """The provider of a file.

    Raises:
        click.BadParameter: the file cannot be read, lacks something, or holds what is not known; every fault at once.
    """
    from sijill.web.settings import OpenId

    try:
        found: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise _bad(path, [str(error.strerror)]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, [f"is no TOML: {error}"]) from None
    roles = found.pop("roles", {})
    faults = [f"{name} is missing" for name in _NEEDED if not found.get(name)]
    faults += [f"{name}: is not known; write {', '.join(_WORDS)} or [roles]" for name in found if name not in _WORDS]
    faults += [f"{name}: write words in quotation marks" for name in _WORDS if not isinstance(found.get(name, ""), str)]
    if not isinstance(roles, dict):
        faults, roles = [*faults, 'roles: write a table, [roles], with lines such as "desk-editors" = "editor"'], {}
    given = [*roles.items(), *([("otherwise", found["otherwise"])] if found.get("otherwise") else [])]
    faults += [f"{name}: {role!r} is no role; write {', '.join(_ROLES)}" for name, role in given if role not in _ROLES]
    if not given:
        faults.append('nobody would have a role: write [roles] with lines such as "desk-editors" = "editor", or otherwise = "guest"')
    if faults:
        raise _bad(path, faults)
    return OpenId(**{name: str(words) for name, words in found.items()}, roles=tuple(roles.items()))


def _bad(path: str, faults: list[str]) -> click.BadParameter:
    return click.BadParameter("\n  ".join([f"{path} cannot be used:", *faults]), param_hint="--openid")

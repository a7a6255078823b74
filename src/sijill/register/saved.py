"""Saved searches: a name for a search, and a secret address at which it can be followed as a feed."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sijill.register.account_errors import AccountError
from sijill.register.secret_words import digest_of, new_secret
from sijill.store.account_rows import SavedSearch
from sijill.store.errors import StoreError
from sijill.store.register import Register

MANY = 200
LONGEST = 2000
_NOT_KEPT = frozenset({"cursor", "lang", "theme"})  # where somebody was in the list, and how they saw it, is not the search


def save_search(register: Register, owner: str, name: str, query: str, at: datetime) -> tuple[SavedSearch, str]:
    """Keep a search, and the secret of its feed, which is told this once.

    Args:
        register: the register.
        owner: name of the account, or of the reviewer where there are no accounts.
        name: what the owner calls it.
        query: the query string of a list of incidents.
        at: when.

    Raises:
        AccountError: it has no name, is too long, or its owner has one of that name, or too many.
    """
    words, secret = _name(name), new_secret()
    with register.transaction():
        mine = register.saved_of(owner)
        if len(mine) >= MANY:
            raise AccountError("saved_many", f"{MANY} searches are saved already; remove some first")
        if any(search.name == words for search in mine):
            raise AccountError("saved_taken", f"there is a saved search {words!r} already; give another name")
        return register.add_saved(SavedSearch(owner, words, search_words(query), at, digest_of(secret))), secret


def saved_searches(register: Register, owner: str) -> tuple[SavedSearch, ...]:
    """What somebody saved, by name."""
    return register.saved_of(owner)


def rename_search(register: Register, owner: str, number: int, name: str) -> SavedSearch:
    """Call a saved search something else.

    Raises:
        AccountError: there is none of theirs, or the name is taken or none.
    """
    return _changed(register, owner, number, name=_name(name))


def new_feed(register: Register, owner: str, number: int) -> str:
    """Another secret for the feed of a saved search; the one before no longer opens it.

    Raises:
        AccountError: there is none of theirs.
    """
    secret = new_secret()
    _changed(register, owner, number, feed=digest_of(secret))
    return secret


def remove_search(register: Register, owner: str, number: int) -> None:
    """Remove a saved search; its feed ends.

    Raises:
        AccountError: there is none of theirs.
    """
    if not register.remove_saved(owner, number):
        raise AccountError("saved_unknown", f"there is no saved search {number}")


def followed(register: Register, secret: str) -> SavedSearch | None:
    """The saved search that a feed's secret opens; None where there is none, or its owner's account is disabled."""
    found = register.saved_by_feed(digest_of(secret))
    if found is None:
        return None
    owner = register.account(found.owner)
    return None if owner is not None and owner.disabled else found


def search_words(query: str) -> str:
    """A query string with what is no part of the search left out.

    Raises:
        AccountError: it is too long.
    """
    kept = [(key, value) for key, value in parse_qsl(query.lstrip("?")[: 2 * LONGEST]) if key not in _NOT_KEPT]
    words = urlencode(kept)
    if len(words) > LONGEST or len(query) > 2 * LONGEST:
        raise AccountError("saved_odd", f"this search has more than {LONGEST} letters; ask for less")
    return words


def _name(words: str) -> str:
    name = " ".join(words.split())
    if not 1 <= len(name) <= 120 or not name.replace(" ", "").isprintable():
        raise AccountError("saved_odd", "a saved search needs a name of 1 to 120 letters")
    return name


def _changed(register: Register, owner: str, number: int, **changed: str) -> SavedSearch:
    try:
        return register.change_saved(owner, number, **changed)
    except StoreError as error:
        if error.trouble == "missing":
            raise AccountError("saved_unknown", f"there is no saved search {number}") from None
        if error.trouble == "conflict":
            raise AccountError("saved_taken", "there is a saved search of that name already; give another") from None
        raise

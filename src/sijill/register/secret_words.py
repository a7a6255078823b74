"""Secrets that a program makes: sessions, tokens, invitations. The register holds their SHA-256 alone.

They have 256 bits of chance, so that a plain hash is enough; what people choose is hashed by `passwords`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """43 letters, digits, "-" and "_"."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What the register holds of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def bound_to(secret: str, use: str) -> str:
    """A word that only who has the secret can make, and from which the secret cannot be made: a CSRF token of a session."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), use.encode("utf-8"), hashlib.sha256).hexdigest()


def same_words(left: str, right: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))

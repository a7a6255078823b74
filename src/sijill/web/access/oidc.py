"""OpenID Connect: the authorization code flow with PKCE, state and nonce; what comes back is checked before it is believed.

Authlib speaks the protocol, joserfc checks signatures and claims; here stand the order of the steps and what is refused.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sijill.register.outside import highest_role
from sijill.store.account_rows import Role
from sijill.web.settings import OpenId

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]  # none that takes our secret
PATIENCE = 10.0
KEPT_FOR = 3600.0  # seconds that the provider's description and keys are used before they are fetched again
_LEEWAY = 60


class ProviderError(Exception):
    """The provider cannot be used, or what came back from it cannot be believed."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is kept here while somebody is at the provider."""

    address: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outsider:
    """Whom the provider named. `role` is None where no claim of theirs gives one."""

    subject: str
    name: str
    display: str
    role: Role | None


class Provider:
    """One OpenID provider."""

    def __init__(self, settings: OpenId) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._described: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def begin(self, redirect: str) -> Begun:
        """Where to send the browser.

        Raises:
            ProviderError: the provider cannot be reached, or describes itself as another.
        """
        described = self._description()
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._client(redirect) as client:
            address, state = client.create_authorization_url(
                described["authorization_endpoint"], code_verifier=verifier, nonce=nonce, state=secrets.token_urlsafe(32)
            )
        return Begun(address, state, nonce, verifier)

    def end(self, redirect: str, code: str, nonce: str, verifier: str) -> Outsider:
        """Who came back with this code.

        Raises:
            ProviderError: the code, the token's signature or one of its claims is not as it must be.
        """
        described = self._description()
        try:
            with self._client(redirect) as client:
                given = client.fetch_token(described["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier)
        except (httpx.HTTPError, AuthlibBaseError, ValueError) as error:
            raise ProviderError(f"the code was not taken: {type(error).__name__}") from None
        words = given.get("id_token")
        if not isinstance(words, str):
            raise ProviderError("no ID token came back")
        claims = self._claims(words, nonce)
        named = claims.get("preferred_username") or claims.get("email") or claims["sub"]
        return Outsider(
            f"{self.settings.issuer} {claims['sub']}",
            str(named),
            str(claims.get("name") or named),
            self._role(claims.get(self.settings.claim)),
        )

    def _claims(self, words: str, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token, after everything that OpenID Connect Core asks in 3.1.3.7."""
        required = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(words)
            required.validate(claims)
        except (JoseError, ValueError) as error:
            raise ProviderError(f"the ID token cannot be believed: {error}") from None
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.settings.client:
            raise ProviderError("the ID token was made for another")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise ProviderError("the ID token names nobody")
        return claims

    def _decoded(self, words: str) -> dict[str, Any]:
        try:
            return jwt.decode(words, self._key_set(False), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):  # the provider may have changed its keys meanwhile
            return jwt.decode(words, self._key_set(True), algorithms=ALGORITHMS).claims

    def _role(self, value: object) -> Role | None:
        values = {str(one) for one in value} if isinstance(value, list) else {str(value)} if value is not None else set()
        return highest_role({role for named, role in self.settings.roles if named in values} or {self.settings.otherwise})

    def _client(self, redirect: str) -> OAuth2Client:
        return OAuth2Client(
            self.settings.client, self.settings.secret or None, scope=self.settings.scope, redirect_uri=redirect,
            code_challenge_method="S256", token_endpoint_auth_method="client_secret_basic" if self.settings.secret else "none",
            timeout=PATIENCE, trust_env=False,
        )  # fmt: skip

    def _description(self) -> Mapping[str, Any]:
        with self._lock:
            if self._described is None or time.monotonic() - self._described[0] > KEPT_FOR:
                found = _fetched(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
                if found.get("issuer") != self.settings.issuer:
                    raise ProviderError("the provider describes itself under another address")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    _refuse_open(str(found.get(name, "")))
                self._described = (time.monotonic(), found)
            return self._described[1]

    def _key_set(self, again: bool) -> KeySet:
        described = self._description()
        with self._lock:
            if self._keys is None or time.monotonic() - self._keys[0] > (5.0 if again else KEPT_FOR):
                try:
                    self._keys = (time.monotonic(), KeySet.import_key_set(_fetched(described["jwks_uri"])))  # type: ignore[arg-type]
                except (JoseError, KeyError, TypeError) as error:
                    raise ProviderError(f"the provider's keys cannot be used: {type(error).__name__}") from None
            return self._keys[1]


def _fetched(address: str) -> dict[str, Any]:
    _refuse_open(address)
    try:
        answer = httpx.get(address, timeout=PATIENCE, trust_env=False, follow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError(f"the provider cannot be reached: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise ProviderError("the provider answers with something else")
    return found


def _refuse_open(address: str) -> None:
    """Who reads or changes what goes to a provider is whoever they like: it must be HTTPS, or this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")):
        raise ProviderError("the provider's address is not https")

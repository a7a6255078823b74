"""A small OpenID provider that is real: an HTTP server with signed tokens, which checks what it is sent as one does.

It knows one client and one person. `fault` makes it give a token that must not be believed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "sijill-desk", "a secret of forty letters, no more, no less"


class Provider:
    """What the server knows, and what it saw."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
        self.stranger = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
        self.claims: dict[str, Any] = {"sub": "u-17", "preferred_username": "Salma", "name": "سلمى", "groups": ["desk-editors"]}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.issuer = ""
        self.asked: list[str] = []

    def authorize(self, query: dict[str, str]) -> str:
        """Where to send the browser back to."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) > 30
        assert len(query["nonce"]) > 30
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """An ID token for a code, once; None where something is not as it must be."""
        query = self.codes.pop(form.get("code", ""), None)
        user = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        known = [unquote(part) for part in user.split(":", 1)] == [CLIENT, SECRET]
        if query is None or not known or proof != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"], **self.claims}
        changed: dict[str, dict[str, Any]] = {
            "issuer": {"iss": "http://127.0.0.1:1"}, "audience": {"aud": "another"}, "nonce": {"nonce": "of another browser"},
            "expired": {"exp": now - 600}, "two audiences": {"aud": [CLIENT, "another"], "azp": "another"}, "nobody": {"sub": ""},
        }  # fmt: skip
        claims |= changed.get(self.fault, {})
        if self.fault == "no nonce":
            del claims["nonce"]
        header = {"alg": "RS256", "kid": self.key.kid}
        if self.fault == "other key":
            words = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.stranger)
        elif self.fault == "our secret as key":
            words = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        elif self.fault == "no signature":
            parts = [base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in ({"alg": "none"}, claims)]
            words = ".".join([*parts, ""])
        else:
            words = jwt.encode(header, claims, self.key)
        if self.fault == "no token":
            return {"access_token": "x", "token_type": "Bearer"}
        return {"access_token": "x", "token_type": "Bearer", "id_token": words}

    def description(self) -> dict[str, Any]:
        """What it says of itself."""
        issuer = "http://127.0.0.1:1" if self.fault == "described as another" else self.issuer
        endpoint = "http://example.org/token" if self.fault == "open endpoint" else f"{self.issuer}/token"
        return {
            "issuer": issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": endpoint,
            "jwks_uri": f"{self.issuer}/keys",
        }  # fmt: skip


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, listening on this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("location", provider.authorize(dict(parse_qsl(parts.query))))
                self.send_header("content-length", "0")
                self.end_headers()
            elif parts.path == "/keys":
                self._json({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._json(provider.description())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            found = provider.token({k: v[0] for k, v in form.items()}, self.headers.get("authorization", ""))
            self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

        def _json(self, found: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""What the pages do, and by which addresses of the API a program does the same.

A test holds the two together: a page whose address stands in neither table, and an address of the API that is none, are told.
The reference of the API (`docs/reference/api.md`) shows the table.
"""

from __future__ import annotations

from collections.abc import Mapping

# By a page's method and address, the methods and addresses of the API below /api/v1.
COUNTERPARTS: Mapping[str, tuple[str, ...]] = {
    # Looking.
    "GET /": ("GET /status", "GET /incidents/counts", "GET /incidents", "GET /reports", "GET /jobs"),
    "GET /incidents": ("GET /incidents",),
    "GET /incidents/map": ("GET /incidents", "GET /incidents/counts"),
    "GET /incidents/map.json": ("GET /incidents",),
    "GET /incidents/complete/{facet}": ("GET /facets/{facet}",),
    "GET /incidents/review": ("GET /incidents",),
    "GET /incidents/{name}": ("GET /incidents/{id}", "GET /incidents/{id}/statements", "GET /incidents/{id}/history"),
    "GET /incidents/{name}/next": ("GET /incidents",),
    "GET /incidents/{name}/links": ("GET /incidents/{id}/links",),
    "GET /incidents/{name}/evidence": ("GET /incidents/{id}/evidence",),
    "GET /reports/{name}": (
        "GET /reports/{id}", "GET /reports/{id}/versions", "GET /reports/{id}/text", "GET /reports/{id}/reading", "GET /reports/{id}/spans",
        "GET /reports/{id}/changes", "GET /reports/{id}/copies", "GET /reports/{id}/incidents",
    ),
    "GET /places/near": ("GET /places/near",),
    "GET /days/hijri": ("GET /days/hijri",),
    # Deciding.
    "GET /incidents/{name}/decide/{kind}": ("GET /incidents/{id}",),
    "POST /incidents/{name}/decide/{kind}": ("POST /incidents/{id}/decisions",),
    "GET /incidents/{name}/correct": ("GET /incidents/{id}",),
    "GET /incidents/{name}/correct/{field}": ("GET /incidents/{id}/statements", "GET /suggestions"),
    "POST /incidents/{name}/correct/{field}": ("POST /incidents/{id}/decisions",),
    "GET /reports/{name}/words": ("GET /suggestions", "GET /reports/{id}/incidents"),
    "GET /names/{room}": ("GET /names/{room}",),
    "GET /incidents/{name}/undo": ("GET /incidents/{id}/history",),
    "GET /incidents/{name}/undo/{number}": ("GET /decisions/{number}",),
    "POST /incidents/{name}/undo/{number}": ("POST /decisions/{number}/undo",),
    "GET /incidents/{name}/confirm/{number}": ("GET /decisions/{number}",),
    "POST /incidents/{name}/confirm/{number}": ("POST /decisions/{number}/confirm",),
    "GET /incidents/{name}/merge": ("GET /incidents/{id}/near",),
    "GET /incidents/{name}/merge/{other}": ("GET /incidents/{id}/merge/{other}",),
    "POST /incidents/{name}/merge": ("POST /incidents/{id}/merge",),
    "GET /incidents/{name}/split": ("POST /incidents/{id}/split/preview",),
    "POST /incidents/{name}/split": ("POST /incidents/{id}/split", "POST /incidents/{id}/split/preview"),
    # Adding by hand.
    "GET /add": ("POST /readings",),
    "POST /add/read": ("POST /readings",),
    "POST /add/fetch": ("POST /readings/by-address",),
    "POST /add": ("POST /reports", "POST /reports/by-address"),
    "GET /add/kept/{name}": ("GET /reports/{id}/incidents", "GET /reports/{id}/copies"),
    # The registry.
    "GET /registry": ("GET /actors",),
    "GET /registry/actors": ("GET /actors",),
    "GET /registry/actors/{name}": ("GET /actors/{id}", "GET /lexicon/{id}/uses"),
    "GET /registry/lexicon": ("GET /lexicon",),
    "GET /registry/lexicon/{name}": ("GET /lexicon/{id}", "GET /lexicon/{id}/uses"),
    "GET /registry/places": ("GET /places",),
    "GET /registry/places/{name}": ("GET /places/{id}",),
    "GET /registry/sources": ("GET /sources", "GET /facets/{facet}"),
    "POST /registry/sources": ("POST /sources",),
    "GET /registry/sources/{number}": ("GET /sources/{number}",),
    "POST /registry/sources/{number}": ("PUT /sources/{number}",),
    "GET /registry/proposals": ("GET /proposals",),
    "GET /registry/proposals/new": ("GET /lexicon/{id}",),
    "POST /registry/proposals/try": ("POST /proposals/try",),
    "POST /registry/proposals": ("POST /proposals",),
    "GET /registry/proposals/{number}": ("GET /proposals/{number}",),
    "POST /registry/proposals/{number}/approve": ("POST /proposals/{number}/approve",),
    "POST /registry/proposals/{number}/refuse": ("POST /proposals/{number}/refuse",),
    # What came in, samples, exports.
    "GET /jobs": ("GET /jobs", "GET /decisions/stale", "GET /samples"),
    "GET /jobs/{number}": ("GET /jobs/{number}", "GET /jobs/{number}/items"),
    "GET /samples/{name}": ("GET /samples/{name}",),
    "POST /samples": ("POST /samples",),
    "GET /exports": ("GET /exports", "GET /releases"),
    "GET /exports/about": ("GET /exports/{form}/about",),
    "GET /exports/file": ("GET /exports/{form}",),
    "POST /exports/releases": ("POST /releases",),
    # People.
    "GET /saved": ("GET /saved",),
    "POST /saved": ("POST /saved",),
    "POST /saved/{number}/name": ("PATCH /saved/{number}",),
    "POST /saved/{number}/feed": ("POST /saved/{number}/feed",),
    "POST /saved/{number}/remove": ("DELETE /saved/{number}",),
    "GET /me": ("GET /me", "GET /me/tokens", "GET /me/sessions"),
    "POST /me/password": ("PUT /me/password",),
    "POST /me/tokens": ("POST /me/tokens",),
    "POST /me/tokens/{number}/end": ("DELETE /me/tokens/{number}",),
    "POST /me/sessions/end": ("DELETE /me/sessions",),
    "POST /me/sessions/{number}/end": ("DELETE /me/sessions/{number}",),
    "POST /me/codes/begin": ("POST /me/codes",),
    "POST /me/codes/confirm": ("POST /me/codes/confirm",),
    "POST /me/codes/remove": ("POST /me/codes/remove",),
    "GET /accounts": ("GET /accounts", "GET /accounts/rules"),
    "POST /accounts": ("POST /accounts",),
    "POST /accounts/rules": ("PUT /accounts/rules",),
    "POST /accounts/{number}/invite": ("POST /accounts/{number}/invitations",),
    "POST /accounts/{number}/role": ("PATCH /accounts/{number}",),
    "POST /accounts/{number}/disable": ("PATCH /accounts/{number}",),
    "POST /accounts/{number}/enable": ("PATCH /accounts/{number}",),
    "POST /accounts/{number}/sign-out": ("DELETE /accounts/{number}/sessions",),
    "POST /accounts/{number}/codes/remove": ("DELETE /accounts/{number}/codes",),
    "GET /audit": ("GET /audit",),
}  # fmt: skip

_BROWSER = "signing in belongs to a browser; a program sends a token"
# What only a browser does, and why no program needs it.
BROWSER_ALONE: Mapping[str, str] = {
    "GET /static/{digest}/{name:path}": "scripts, styles and fonts of the pages",
    "POST /look": "light or dark, kept in the browser",
    "GET /help/keys": "what the keys of the pages do",
    "GET /incidents/map/words.json": "words of the map's script",
    "GET /saved/{token}.atom": "made for programs: a feed under a secret address",
    "GET /sign-in": _BROWSER,
    "POST /sign-in": _BROWSER,
    "GET /sign-in/code": _BROWSER,
    "POST /sign-in/code": _BROWSER,
    "GET /sign-in/openid": _BROWSER,
    "GET /sign-in/openid/back": _BROWSER,
    "POST /sign-out": _BROWSER,
    "GET /invitation/{secret}": _BROWSER,
    "POST /invitation/{secret}": _BROWSER,
}

"""In which language, and in which light, a person reads: ?lang= → cookie → what the browser asks for → Arabic."""

from __future__ import annotations

from typing import Literal

from fastapi import Request

from sijill.web.words import Lang

LANG_COOKIE, THEME_COOKIE = "lang", "theme"
API = "/api/"  # programs that say nothing of it are answered in English
YEAR = 365 * 24 * 3600
Theme = Literal["auto", "light", "dark"]


def language(request: Request) -> Lang:
    """The language of the answer; that of the API is English where nothing is asked for."""
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    if asked in ("ar", "en"):
        return "ar" if asked == "ar" else "en"
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in ("ar", "en"):
            return "ar" if tag == "ar" else "en"
    return "en" if request.url.path.startswith(API) and not request.url.path.endswith("/docs") else "ar"


def theme(request: Request) -> Theme:
    """Light, dark, or as the system has it."""
    asked = request.cookies.get(THEME_COOKIE)
    return "light" if asked == "light" else "dark" if asked == "dark" else "auto"

"""Fetching from the web as a guest: robots.txt obeyed, one request at a time and host, bounded, never inwards."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_network
from urllib.parse import urljoin, urlsplit, urlunsplit

from protego import Protego
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from sijill.model.said import said
from sijill.sources.errors import SourceError
from sijill.sources.text_files import LIMIT
from sijill.sources.web import Answer, ask

ROBOTS_BYTES = 500 * 1024  # of a robots.txt, as RFC 9309 asks for at least
LONGEST_PAUSE = 60.0  # seconds that a server can ask us to wait between requests; who asks for more is not fetched from
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How fetching behaves.

    Attributes:
        user_agent: how we name ourselves; its first word is looked for in robots.txt.
        contact: an address or page where a site's owner reaches whoever runs this; sent with every request.
        pause: seconds between the end of one request to a host and the next; robots.txt can ask for more.
        timeout: seconds in which a server must answer, and in which each piece must come.
        deadline: seconds in which a whole answer must have come.
        most_bytes: of one answer, decompressed.
        redirects: how many are followed.
        inner: networks of the host's own that may be fetched from ("192.168.7.0/24"); none is by itself.
    """

    user_agent: str = "Sijill"
    contact: str = ""
    pause: float = 2.0
    timeout: float = 20.0
    deadline: float = 90.0
    most_bytes: int = LIMIT
    redirects: int = 5
    inner: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no network, before anything is fetched.

        Raises:
            ValueError: with what is wrong.
        """
        for network in self.inner:
            ip_network(network)

    @property
    def named(self) -> str:
        """The User-Agent header."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def token(self) -> str:
        """The product's name, as robots.txt writes it."""
        return re.split(r"[/\s]", self.user_agent, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched page: `asked` is the address that was asked for, `url` the one that answered."""

    asked: str
    url: str
    media_type: str
    charset: str
    body: bytes = field(repr=False)


class Fetcher:
    """Fetches addresses one after the other; remembers robots.txt and when each host was asked last."""

    def __init__(self, settings: FetchSettings = FetchSettings()) -> None:
        self.settings = settings
        self._robots: dict[str, Protego | SourceError] = {}
        self._free_at: dict[str, float] = {}

    def fetch(self, address: str) -> Fetched:
        """What an address gives.

        Raises:
            SourceError: naming the address, what went wrong and what to do: it is no web address, robots.txt asks us to stay away,
                it leads inwards, is too large, too slow, or answers with an error.
        """
        url = clean(address)
        for _ in range(self.settings.redirects + 1):
            self._ask_leave(url, address)
            answer = self._ask(url, address, self.settings.most_bytes)
            moved = _moved_to(answer, url, address)
            if moved is None:
                if answer.status != 200:
                    raise SourceError(address, None, _refused(answer.status))
                return Fetched(address, url, answer.media_type, answer.charset, answer.body)
            url = moved
        raise SourceError(
            address,
            None,
            said("fetch.redirects", "redirects more than {most} times; the last was to {url}", most=self.settings.redirects, url=url),
        )

    def _ask(self, url: str, asked: str, most: int, cut: bool = False) -> Answer:
        """One request, in its turn; once more where the server is busy and says when."""
        answer = self._ask_once(url, asked, most, cut)
        wait = answer.headers.get("retry-after", "")
        if answer.status in _BUSY and wait.isdigit() and int(wait) <= LONGEST_PAUSE:
            time.sleep(int(wait))
            answer = self._ask_once(url, asked, most, cut)
        return answer

    def _ask_once(self, url: str, asked: str, most: int, cut: bool) -> Answer:
        settings, host = self.settings, _host(url)
        time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
        headers = {"User-Agent": settings.named, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        try:
            return ask(
                url,
                headers=headers,
                timeout=settings.timeout,
                deadline=settings.deadline,
                most_bytes=most,
                inner=settings.inner,
                cut_at_limit=cut,
            )
        except SourceError as error:
            raise SourceError(
                asked, None, error.reason if url == asked else said("fetch.at", "({url}) {why}", url=url, why=error.reason)
            ) from None
        finally:
            self._free_at[host] = time.monotonic() + self._pause(url)

    def _pause(self, url: str) -> float:
        robots = self._robots.get(_origin(url))
        asked = robots.crawl_delay(self.settings.token) if isinstance(robots, Protego) else None
        return max(self.settings.pause, asked or 0.0)

    def _ask_leave(self, url: str, asked: str) -> None:
        """Read the site's robots.txt, once.

        Raises:
            SourceError: it asks us to stay away, wants pauses that are too long, or cannot be read while the server has trouble.
        """
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        robots = self._robots[origin]
        if isinstance(robots, SourceError):
            raise SourceError(asked, None, said("fetch.robots_not_read", "not fetched: {why}", why=robots.reason))
        if not robots.can_fetch(url, self.settings.token):
            raise SourceError(
                asked,
                None,
                said(
                    "fetch.robots",
                    "not fetched: {site}/robots.txt asks {program} to stay away from it",
                    site=origin,
                    program=self.settings.token,
                ),
            )
        if (robots.crawl_delay(self.settings.token) or 0) > LONGEST_PAUSE:
            raise SourceError(
                asked,
                None,
                said(
                    "fetch.robots_pause",
                    "not fetched: {site}/robots.txt asks for more than {seconds:g} s between requests",
                    site=origin,
                    seconds=LONGEST_PAUSE,
                ),
            )

    def _read_robots(self, origin: str) -> Protego | SourceError:
        """The rules of a site. None there (4xx): everything is allowed; trouble (5xx, no answer): nothing is (RFC 9309)."""
        first = url = f"{origin}/robots.txt"
        try:
            for _ in range(self.settings.redirects + 1):
                answer = self._ask(url, first, ROBOTS_BYTES, cut=True)
                moved = _moved_to(answer, url, first)
                if moved is None:
                    break
                url = moved
            else:
                return Protego.parse("")
        except SourceError as error:
            return SourceError(first, None, said("fetch.robots_broken", "{address} cannot be read: {why}", address=first, why=error.reason))
        if answer.status in _BUSY or answer.status >= 500:
            return SourceError(
                first,
                None,
                said(
                    "fetch.robots_trouble",
                    "{address} answers with {status}, and what it allows is not known; try again later",
                    address=first,
                    status=answer.status,
                ),
            )
        return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")


def is_address(target: str) -> bool:
    """Whether a target is an address of the web and no path."""
    return target[:8].lower().startswith(("http://", "https://"))


def clean(address: str) -> str:
    """An address as it is sent: no fragment, letters beyond ASCII as percent signs.

    Raises:
        SourceError: it is no http or https address, or carries a password.
    """
    try:
        parts = parse_url(address.strip())
        url = parts._replace(fragment=None).url
        split = urlsplit(url)
        host = split.hostname
        _ = split.port
    except (LocationParseError, ValueError, UnicodeError):
        raise SourceError(address, None, said("fetch.no_address", "is no address of the web")) from None
    if split.scheme not in ("http", "https") or not host:
        raise SourceError(address, None, said("fetch.no_web_address", "is no address of the web; only http:// and https:// are fetched"))
    if parts.auth:
        raise SourceError(
            _without_password(split._replace(netloc="…@" + split.netloc.rpartition("@")[2])),
            None,
            said("fetch.password", "carries a password"),
        )
    return url if split.path else urlunsplit(split._replace(path="/"))


def _without_password(parts: object) -> str:
    return urlunsplit(parts)  # type: ignore[call-overload,no-any-return]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _moved_to(answer: Answer, url: str, asked: str) -> str | None:
    """Where a redirect leads; None where the answer is none."""
    target = answer.headers.get("location", "")
    if answer.status not in _MOVED or not target:
        return None
    with suppress(UnicodeError):  # headers come as Latin-1, addresses in them often as UTF-8
        target = target.encode("latin-1").decode("utf-8")
    try:
        return clean(urljoin(url, target))
    except SourceError as error:
        raise SourceError(
            asked, None, said("fetch.redirect_wrong", "redirects to {address}, which {why}", address=error.where, why=error.reason)
        ) from None
    except ValueError:
        raise SourceError(
            asked, None, said("fetch.redirect_no_address", "redirects to {address}, which is no address of the web", address=target)
        ) from None


def _refused(status: int) -> str:
    words = {
        401: said("fetch.401", "a login is asked for"), 403: said("fetch.403", "the server forbids it"),
        404: said("fetch.404", "there is no such page"), 410: said("fetch.410", "the page was taken away"),
        429: said("fetch.429", "the server asks for fewer requests; try again later"),
        451: said("fetch.451", "withheld for legal reasons"),
    }  # fmt: skip
    trouble = said("fetch.trouble", "the server has trouble; try again later") if status >= 500 else said("fetch.no_page", "no page came")
    return said("fetch.answers", "the server answers {status}: {why}", status=status, why=words.get(status, trouble))

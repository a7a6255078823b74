"""Fetching: a guest that obeys robots.txt, waits its turn, takes no more than is agreed, and never turns inwards."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sijill.sources.addresses import InwardAddressError, allowed, connect_outward, inward
from sijill.sources.errors import SourceError
from sijill.sources.fetch import Fetcher, FetchSettings, clean
from tests.web_server import Site, endless, serving, slow_head, status

HERE = ("127.0.0.1/32",)
QUICK = FetchSettings(pause=0.0, timeout=2.0, deadline=5.0, inner=HERE)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def refusal(url: str, settings: FetchSettings = QUICK) -> str:
    with pytest.raises(SourceError) as caught:
        Fetcher(settings).fetch(url)
    return str(caught.value)


def test_a_page_comes_with_its_type_and_charset(site: Site) -> None:
    url = site.page("/a", "<p>خبر</p>".encode("cp1256"), "text/html; charset=windows-1256")
    found = Fetcher(QUICK).fetch(url)
    assert (found.media_type, found.charset, found.body.decode("cp1256")) == ("text/html", "windows-1256", "<p>خبر</p>")
    assert found.asked == found.url == url


def test_we_say_who_we_are_and_whom_to_write_to(site: Site) -> None:
    url = site.page("/a", "x")
    Fetcher(FetchSettings(pause=0.0, inner=HERE, contact="desk@example.org")).fetch(url)
    assert {headers["user-agent"] for _, _, headers in site.asked} == {"Sijill (+desk@example.org)"}


@pytest.mark.parametrize(
    ("rules", "allowed_paths"),
    [
        ("User-agent: *\nDisallow: /private", ["/open"]),
        ("User-agent: Sijill\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
        ("User-agent: Other\nDisallow: /", ["/open", "/private/a.html"]),
        ("User-agent: *\nDisallow: /*.html$", ["/open"]),
        ("<html>not rules at all</html>", ["/open", "/private/a.html"]),
    ],
)
def test_robots_txt_is_obeyed(site: Site, rules: str, allowed_paths: list[str]) -> None:
    site.page("/robots.txt", rules, "text/plain")
    got = []
    fetcher = Fetcher(QUICK)
    for path in ("/open", "/private/a.html"):
        url = site.page(path, "x")
        if path in allowed_paths:
            got.append(path if fetcher.fetch(url).body == b"x" else "")
        else:
            with pytest.raises(SourceError, match=r"robots\.txt asks Sijill to stay away"):
                fetcher.fetch(url)
    assert got == site.paths() == allowed_paths  # what is barred is not even asked for
    assert [path for path, _, _ in site.asked].count("/robots.txt") == 1


def test_where_robots_txt_cannot_be_read_nothing_is_fetched(site: Site) -> None:
    site.replies["/robots.txt"] = status(500)
    assert "answers with 500" in refusal(site.page("/a", "x"))
    assert site.paths() == []


def test_a_page_redirected_to_is_asked_about_in_robots_txt_too(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    site.replies["/go"] = status(302, location="/private")
    site.page("/private", "x")
    assert "stay away" in refusal(site.url + "/go")
    assert site.paths() == ["/go"]


def test_requests_to_a_host_keep_their_distance(site: Site) -> None:
    for path in ("/a", "/b"):
        site.page(path, "x")
    fetcher = Fetcher(FetchSettings(pause=0.3, inner=HERE))
    for path in ("/a", "/b"):
        fetcher.fetch(site.url + path)
    times = [at for _, at, _ in site.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))


def test_robots_txt_can_ask_for_longer_pauses(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.6", "text/plain")
    fetcher = Fetcher(QUICK)
    for path in ("/a", "/b"):
        fetcher.fetch(site.page(path, "x"))
    (_, first, _), (_, second, _) = site.asked[1:]
    assert second - first >= 0.6


def test_pauses_of_an_hour_are_not_waited_for(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 3600", "text/plain")
    started = time.monotonic()
    assert "more than 60 s between requests" in refusal(site.page("/a", "x"))
    assert time.monotonic() - started < 5


def test_a_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    replies = [status(503, retry_after="1"), status(200, b"x")]
    site.replies["/a"] = lambda handler: replies.pop(0)(handler)
    assert Fetcher(QUICK).fetch(site.url + "/a").body == b"x"
    (_, first, _), (_, second, _) = [a for a in site.asked if a[0] == "/a"]
    assert second - first >= 1


@pytest.mark.parametrize(("code", "words"), [(404, "there is no such page"), (403, "forbids"), (500, "has trouble"), (418, "no page came")])
def test_other_answers_are_told(site: Site, code: int, words: str) -> None:
    site.replies["/a"] = status(code, b"text")
    message = refusal(site.url + "/a")
    assert message.startswith(f"{site.url}/a: the server answers {code}")
    assert words in message


# ---- bounds


def test_a_declared_size_over_the_limit_is_not_taken(site: Site) -> None:
    url = site.page("/a", b"x" * 200_000)
    assert "0.2 MB; 0.0953674 MB at most" in refusal(url, FetchSettings(pause=0.0, inner=HERE, most_bytes=100_000))


def test_an_answer_that_never_ends_is_cut(site: Site) -> None:
    site.replies["/a"] = endless(b"x" * 65_536)
    assert "goes on beyond 2 MB" in refusal(site.url + "/a", FetchSettings(pause=0.0, inner=HERE, most_bytes=2 * 1024 * 1024))


def test_a_packed_answer_counts_as_unpacked(site: Site) -> None:
    url = site.page("/a", gzip.compress(b"0" * 50_000_000), content_encoding="gzip")
    assert "goes on beyond 1 MB" in refusal(url, FetchSettings(pause=0.0, inner=HERE, most_bytes=1024 * 1024))


def test_a_packed_answer_is_unpacked(site: Site) -> None:
    assert Fetcher(QUICK).fetch(site.page("/a", gzip.compress(b"words"), content_encoding="gzip")).body == b"words"


def test_a_broken_packed_answer_is_told(site: Site) -> None:
    assert "the connection broke" in refusal(site.page("/a", b"no gzip at all", content_encoding="gzip"))


@pytest.mark.parametrize("reply", [endless(b"x", pause=0.05), slow_head])
def test_an_answer_that_drips_is_cut_at_the_deadline(site: Site, reply: object) -> None:
    site.replies["/a"] = reply  # type: ignore[assignment]
    started = time.monotonic()
    assert "was not complete after 0.5 s" in refusal(site.url + "/a", FetchSettings(pause=0.0, timeout=5.0, deadline=0.5, inner=HERE))
    assert time.monotonic() - started < 3


def test_a_server_that_says_nothing_times_out() -> None:
    with socket.socket() as quiet:
        quiet.bind(("127.0.0.1", 0))
        quiet.listen()
        message = refusal(f"http://127.0.0.1:{quiet.getsockname()[1]}/a", FetchSettings(pause=0.0, timeout=0.3, inner=HERE))
        assert "did not answer within 0.3 s" in message


def test_a_connection_that_breaks_is_told(site: Site) -> None:
    def reply(handler: object) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc")  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]

    site.replies["/a"] = reply
    assert "the connection broke" in refusal(site.url + "/a")


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "cannot be reached" in refusal(f"http://127.0.0.1:{port}/a")


def test_redirects_are_followed_and_limited(site: Site) -> None:
    for number in range(9):
        site.replies[f"/{number}"] = status(301, location=f"/{number + 1}")
    site.page("/3", "there")
    found = Fetcher(QUICK).fetch(site.url + "/0")
    assert (found.body, found.asked, found.url) == (b"there", site.url + "/0", site.url + "/3")
    site.replies["/3"] = status(301, location="/0")
    assert "redirects more than 5 times" in refusal(site.url + "/0")


def test_arabic_addresses_are_sent_as_percent_signs(site: Site) -> None:
    path = "/%D8%AE%D8%A8%D8%B1"
    site.page(path, "x")
    assert Fetcher(QUICK).fetch(f"{site.url}/خبر#قسم").body == b"x"

    def moved(handler: object) -> None:
        handler.wfile.write("HTTP/1.1 302 Found\r\nlocation: /خبر\r\ncontent-length: 0\r\n\r\n".encode())  # type: ignore[attr-defined]

    site.replies["/go"] = moved
    assert Fetcher(QUICK).fetch(site.url + "/go").body == b"x"


# ---- inwards


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "not an address",
    ],
)  # fmt: skip
def test_addresses_of_the_inside(address: str) -> None:
    assert inward(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_outside(address: str) -> None:
    assert not inward(address)


def test_a_network_can_be_allowed() -> None:
    assert allowed("192.168.7.9", ["192.168.7.0/24"])
    assert not allowed("192.168.8.9", ["192.168.7.0/24"])
    assert not allowed("::1", ["127.0.0.0/8"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_inner_addresses_are_refused_however_they_are_written(site: Site, host: str) -> None:
    site.page("/a", "secret")
    message = refusal(f"http://{host}:{site.server.server_port}/a", FetchSettings(pause=0.0))
    assert "own network" in message
    assert site.asked == []


def test_a_redirect_inwards_is_refused(site: Site) -> None:
    """The first server may be asked, the one that it leads to may not."""
    with serving("127.0.0.2") as outer:
        site.page("/secret", "secret")
        outer.replies["/a"] = status(302, location=site.url + "/secret")
        message = refusal(outer.url + "/a", FetchSettings(pause=0.0, inner=("127.0.0.2/32",)))
        assert "own network (127.0.0.1 is 127.0.0.1)" in message
        assert message.startswith(outer.url + "/a: ")
        assert outer.paths() == ["/a"]
        assert site.asked == []


def test_a_robots_txt_that_redirects_inwards_is_not_followed(site: Site) -> None:
    with serving("127.0.0.2") as outer:
        outer.replies["/robots.txt"] = status(302, location=site.url + "/robots.txt")
        outer.page("/a", "x")
        assert "own network" in refusal(outer.url + "/a", FetchSettings(pause=0.0, inner=("127.0.0.2/32",)))
        assert site.asked == []
        assert outer.paths() == []


def test_the_address_connected_to_is_the_one_that_was_looked_at() -> None:
    """A name is resolved once: what answers is looked at and nothing else is connected to."""
    with socket.socket() as inner:
        inner.bind(("127.0.0.1", 0))
        inner.listen()
        inner.settimeout(0.2)
        with pytest.raises(InwardAddressError, match="localhost is"):
            connect_outward("localhost", inner.getsockname()[1], 1.0)
        with pytest.raises(TimeoutError):
            inner.accept()  # nobody even knocked
        with connect_outward("127.0.0.1", inner.getsockname()[1], 1.0, HERE) as line:
            assert line.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1/", "http://[broken", "javascript:alert(1)"]
)
def test_a_redirect_out_of_the_web_is_refused(site: Site, location: str) -> None:
    site.replies["/a"] = status(302, location=location)
    assert "redirects to" in refusal(site.url + "/a")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/", "http://", "http://:80/", "http://a:b:c/", "no address", ""]
)
def test_only_addresses_of_the_web_are_fetched(address: str) -> None:
    assert "is no address of the web" in refusal(address)


def test_a_password_in_an_address_is_neither_sent_nor_told() -> None:
    message = refusal("http://user:geheim@example.org/a")
    assert "carries a password" in message
    assert "geheim" not in message


def test_addresses_are_cleaned() -> None:
    assert clean(" HTTP://Example.ORG ") == "http://example.org/"
    assert clean("http://example.org/a?b=1#c") == "http://example.org/a?b=1"


def test_two_threads_fetch_at_once(site: Site) -> None:
    """The deadline and rules of one fetch are not those of another."""
    site.replies["/slow"] = endless(b"x", pause=0.05)
    site.page("/a", "x")
    said: list[str] = []
    slow = threading.Thread(target=lambda: said.append(refusal(site.url + "/slow", FetchSettings(pause=0.0, deadline=0.6, inner=HERE))))
    slow.start()
    assert Fetcher(QUICK).fetch(site.url + "/a").body == b"x"
    slow.join()
    assert "not complete" in said[0]

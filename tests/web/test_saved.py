"""Saved searches, and their feeds as feed readers see them."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

from sijill.knowledge import Knowledge
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.settings import Settings
from tests.web.desks import Desk, desk, desk_on, gold, knowledge, parsed, sample
from tests.web.people import Site, peopled, post, site

__all__ = ["desk", "gold", "knowledge", "peopled", "sample", "site"]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(page: str) -> str:
    (found,) = parsed(page).xpath("//code[@class='once']")
    return str(urlsplit(found.text_content()).path)


def save(desk: Desk, name: str, query: str) -> str:
    answer = desk.client.post("/saved", data={"csrf": desk.token(), "name": name, "query": query}, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.text
    return feed_of(answer.text)


def test_a_search_is_saved_from_the_list_and_found_again(desk: Desk) -> None:
    listed = parsed(desk.page("/incidents?country=IQ&sort=killed"))
    (way,) = [a for a in listed.xpath("//a/@href") if a.startswith("/saved?")]
    page = parsed(desk.page(way))
    assert "Iraq" in page.get_element_by_id("save").text_content()
    save(desk, "العراق", page.xpath("//form[@id='save']//input[@name='query']/@value")[0])
    (address,) = parsed(desk.page("/saved")).xpath("//main//li//a[@data-entry]/@href")
    assert address == "/incidents?country=IQ&sort=killed"


def test_a_feed_is_valid_atom_and_holds_what_the_search_finds(desk: Desk) -> None:
    address = save(desk, "عراق <b>&", "country=IQ")
    answer = desk.client.get(f"{address}?lang=en")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "عراق <b>&"
    expected = [p.id for p in desk.register.incidents(limit=50, order="arrived").rows if p.country == "IQ"]
    assert expected
    assert [urlsplit(entry.link).path for entry in found.entries] == [f"/incidents/{id}" for id in expected]
    root = ElementTree.fromstring(answer.content)
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    for element in (root, *root.iter(f"{ATOM}entry")):  # RFC 4287: each has one id, one title, one updated
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")
    (own,) = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert urlsplit(own or "").path == address
    assert desk.client.get(f"{address}?lang=en", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    arabic = feedparser.parse(desk.client.get(f"{address}?lang=ar").content)
    assert re.search("[\u0600-\u06ff]", arabic.entries[0].title)


def test_hostile_words_leave_a_feed_whole(gold: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    where = tmp_path / "gold.sqlite"
    shutil.copy(gold, where)
    with open_register(where, names=names_of(knowledge)) as register:
        for hostile in desk_on(register, knowledge, Settings(str(where), local=True, reviewer="منى")):
            found = feedparser.parse(hostile.client.get(save(hostile, "كل \x7fشيء".replace("\x7f", ""), "")).content)
    assert not found.bozo
    assert len(found.entries) > 30


def test_rename_renew_and_remove(desk: Desk) -> None:
    first = save(desk, "واحد", "type=ied")
    number = parsed(desk.page("/saved")).xpath("//form[contains(@action, '/name')]/@action")[0].split("/")[2]

    def send(what: str, **fields: str) -> str:
        answer = desk.client.post(f"/saved/{number}/{what}", data={"csrf": desk.token(), **fields}, headers={"accept-language": "en"})
        return str(answer.text)

    assert "اثنان" in send("name", name="اثنان")
    assert "needs a name" in send("name", name=" ")
    second = feed_of(send("feed"))
    assert desk.client.get(first).status_code == 404
    assert desk.client.get(second).status_code == 200
    assert "Nothing saved yet" in send("remove")
    assert desk.client.get(second).status_code == 404
    assert "no such saved search" in send("name", name="ثلاثة")


def test_a_name_is_taken_once_and_nothing_typed_is_lost(desk: Desk) -> None:
    save(desk, "واحد", "type=ied")
    answer = desk.client.post(
        "/saved", data={"csrf": desk.token(), "name": "واحد", "query": "country=SY"}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 422
    assert "give another" in answer.text
    form = parsed(answer.text).get_element_by_id("save")
    assert (form.fields["name"], form.fields["query"]) == ("واحد", "country=SY")


def test_each_sees_their_own_and_a_feed_ends_with_its_owner(site: Site) -> None:
    rami, esra = site.browser("rami"), site.browser("esra")
    address = feed_of(post(rami, "/saved", "/saved", name="رامي", query="country=IQ").text)
    assert "رامي" not in esra.get("/saved").text
    number = re.search(r"/saved/(\d+)/name", rami.get("/saved").text)
    assert number is not None
    assert post(esra, f"/saved/{number.group(1)}/remove", "/saved").status_code == 422
    nobody = site.browser()
    assert nobody.get(address).status_code == 200  # a feed reader signs in nowhere
    assert nobody.get("/saved/x.atom").status_code == 404
    assert address.rsplit("/", 1)[1].removesuffix(".atom") not in rami.get("/saved").text
    from sijill.register.accounts import disable

    disable(site.register, "rami", "setup", site.now)
    assert nobody.get(address).status_code == 404

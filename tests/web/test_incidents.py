"""Search, filters, the page of an incident, and why its events are one."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from sijill.link.levels import START
from sijill.register.deciding import settle_decision
from sijill.register.review import KINDS, Author, decide, undo
from sijill.register.values import parsed as parsed_value
from sijill.store.rows import Decision, Filters
from sijill.web.asking import asked_of
from sijill.web.evidence_view import field_sheets
from sijill.web.words import wording
from tests.web.desks import NOW, Desk, desk, gold, knowledge, parsed, reader, sample

__all__ = ["desk", "gold", "knowledge", "reader", "sample"]


def ids(page: str) -> list[str]:
    return re.findall(r'class="entry" href="/incidents/([^"]+)"', page)


def text_of(page: str) -> str:
    return " ".join(parsed(page).text_content().split())


def story(reader: Desk) -> str:
    """The incident that four reports tell."""
    found = [p.id for p in reader.register.all_incidents() if p.reports == 4]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("country=IQ&country=SY", Filters(countries=("IQ", "SY"))),
        ("type=ied&killed=2", Filters(types=("ied",), killed_at_least=2)),
        ("contested=yes", Filters(contested=True)),
        ("review=waiting", Filters(review=("unreviewed", "flagged"))),
        ("review=accepted", Filters(review=("accepted",))),
        ("status=alleged", Filters(factuality=("alleged",))),
        ("min_confidence=0.9", Filters(confidence_at_least=0.9)),
        ("actor=Hamas", Filters(facets=(("actor", "actor.ps.hamas"),))),
        ("actor=حركة حماس", Filters(facets=(("actor", "actor.ps.hamas"),))),
        ("weapon=drone&outlet=وكالة الرافد", Filters(facets=(("weapon", "drone"),), outlets=("وكالة الرافد",))),
        ("place=Ramadi", Filters(facets=(("place", "Ramadi"),))),
        ("claimed_by=Islamic State", Filters(facets=(("claimed_by", "actor.xx.islamic_state"),))),
        ("text=عبوة ناسفه", Filters(text="عبوة ناسفة")),
        ("admin1=Diyala", Filters(admin1=("Diyala",))),
    ],
)
def test_an_address_asks_what_it_says(reader: Desk, query: str, filters: Filters) -> None:
    want = [p.id for p in reader.register.incidents(filters, limit=40).rows]
    page = reader.page(f"/incidents?{query}")
    assert ids(page) == want
    assert (len(want) > 0) == ("No incident answers" not in page)
    if "accepted" not in query:
        assert want


def test_days(reader: Desk) -> None:
    page = reader.page("/incidents?since=2021-09-12&until=2021-09-13")
    for name in ids(page):
        stored = reader.register.incident(name)
        assert stored is not None
        assert stored.projection is not None
        assert stored.projection.first is not None
        assert str(stored.projection.first) <= "2021-09-13"
        assert str(stored.projection.last) >= "2021-09-12"
    assert story(reader) in ids(page)


def test_what_is_not_understood_is_told_and_asks_nothing(reader: Desk) -> None:
    page = reader.page(
        "/incidents?country=Iraq&since=12.9.2021&killed=many&type=party&text=!!&min_confidence=7&contested=maybe&sort=best&status=x"
    )
    said = text_of(page)
    for words in (
        "no country’s code",
        "is no day",
        "is no number",
        "no type of event",
        "no word to look for",
        "no share",
        "neither yes nor no",
        "no order",
        "neither asserted",
    ):
        assert words in said
    assert len(ids(page)) == 40
    reader.page("/incidents?cursor=nonsense", status=400)


def test_pages_go_on_where_the_one_before_ended(reader: Desk) -> None:
    for order in ("latest", "earliest", "arrived", "killed"):
        seen: list[str] = []
        address = f"/incidents?sort={order}"
        while address:
            page = reader.page(address)
            seen += ids(page)
            more = re.search(r'id="more" class="more"><a class="button" href="([^"]+)"', page)
            address = more.group(1).replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == reader.register.count()


def test_htmx_gets_parts_and_an_address_to_share(reader: Desk) -> None:
    headers = {"hx-request": "true", "hx-target": "results"}
    answer = reader.client.get("/incidents?type=ied&since=&text=&actor=&cursor=", headers=headers)
    assert "<html" not in answer.text
    assert answer.text.lstrip().startswith('<section id="results"')
    assert answer.headers["hx-push-url"] == "/incidents?type=ied"
    assert '<form id="asking"' in reader.client.get("/incidents", headers=headers | {"hx-target": "finding"}).text
    rows = reader.client.get("/incidents", headers=headers | {"hx-target": "more"}).text
    assert rows.lstrip().startswith("<li>")
    whole = reader.client.get("/incidents", headers=headers | {"hx-history-restore-request": "true"}).text
    assert "<html" in whole


def test_every_filter_can_be_taken_away_at_its_chip(reader: Desk) -> None:
    query = "country=IQ&type=ied&since=2013-01-01&actor=actor.ps.hamas&contested=no&text=عبوة&sort=killed"
    page = parsed(reader.page(f"/incidents?{query}"))
    asked = [pair for pair in parse_qsl(query) if pair[0] != "sort"]
    chips = page.xpath("//a[contains(@class, 'removable')]/@href")
    assert len(chips) == len(asked)
    left = [parse_qsl(urlsplit(chip).query) for chip in chips]
    for pair in asked:
        assert [p for p in left if pair not in p and len(p) == len(asked)], pair  # all others, and the order
    assert "Hamas" in page.text_content()


def test_names_are_completed_in_both_languages(reader: Desk) -> None:
    def options(address: str, lang: str) -> list[str]:
        return [str(v) for v in parsed(f"<div>{reader.page(address, lang)}</div>").xpath("//option/@value")]

    reader.client.cookies.clear()
    assert options("/incidents/complete/actor?actor=ham", "en") == ["Hamas"]
    assert "حماس" in "".join(options("/incidents/complete/actor?actor=حماس", "ar"))
    assert options("/incidents/complete/weapon?weapon=dro", "en") == ["drone"]
    assert options("/incidents/complete/weapon?weapon=مسير", "ar") == ["طائرة مسيّرة"]
    assert options("/incidents/complete/place?place=ramad", "en") == ["Ramadi"]
    assert "وكالة الرافد" in options("/incidents/complete/outlet?outlet=الرافد", "ar")
    assert len(options("/incidents/complete/actor?actor=", "en")) == 12
    reader.page("/incidents/complete/secret?secret=x", status=404)
    # What was completed is understood: the Arabic name of an actor, a weapon's Arabic word.
    assert ids(reader.page("/incidents?weapon=طائرة مسيّرة&lang=en")) == ids(reader.page("/incidents?weapon=drone"))


def test_asked_of_and_back(reader: Desk) -> None:
    asked = asked_of(
        [("type", "ied"), ("country", "iq"), ("type", "ied"), ("sort", "killed"), ("x", "y"), ("text", " "), ("cursor", "c")],
        reader.workshop.knowledge,
    )
    assert asked.pairs == (("country", "IQ"), ("type", "ied"))
    assert asked.address() == "/incidents?country=IQ&type=ied&sort=killed"
    assert asked.address(without=("type", "ied"), sort="latest") == "/incidents?country=IQ"
    assert asked.address("/incidents/map", since="2021-01-01") == "/incidents/map?country=IQ&type=ied&since=2021-01-01&sort=killed"
    assert asked_of([("type", "ied")] * 500 + [("actor", "x" * 9999)], reader.workshop.knowledge).filters.types == ("ied",)


def test_an_incident_shows_contradictions_side_by_side_and_copies_grouped(reader: Desk) -> None:
    name = story(reader)
    page = parsed(reader.page(f"/incidents/{name}"))
    killed = page.get_element_by_id("f-killed")
    sides = killed.xpath(".//div[contains(@class, 'version')][p]")
    assert len(sides) == 2
    held, against = (" ".join(side.text_content().split()) for side in sides)
    assert "settled on" in held
    assert "said otherwise" in against
    assert "إذاعة الجسر" in against or "إذاعة الجسر" in held  # the reprint stands under what it copies
    for side in sides:
        outlets = [" ".join(a.text_content().split()) for a in side.xpath(".//p[contains(@class,'voice-who')]/a")]
        assert not {"وكالة الرافد", "إذاعة الجسر"} <= set(outlets)
    assert "reprinted by" in held + against
    claims = page.get_element_by_id("claims").text_content()
    assert "Islamic State" in claims
    assert "تنظيم الدولة" in claims
    assert "4 reports · 3 independent" in " ".join(page.text_content().split())
    assert "Nobody" not in page.text_content()


def test_quotes_lead_to_their_words_in_the_article(reader: Desk) -> None:
    page = parsed(reader.page(f"/incidents/{story(reader)}"))
    links = [str(a) for a in page.xpath("//a[@class='quote']/@href")]
    assert links
    for link in set(links):
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in reader.page(address)


def test_every_statement_of_every_incident_is_shown_once(reader: Desk) -> None:
    from sijill.register.views import all_records

    for record in all_records(reader.register, None):
        for sheet in field_sheets(record, "en"):
            found = getattr(record, sheet.name)
            several = found if isinstance(found, tuple) else (found,)
            told = {(t.ref.report) for s in several for t in (*s.support, *s.against)}
            voices = {name for v in sheet.versions for voice in v.voices for name in (voice.report, *(c.report for c in voice.copies))}
            assert voices == told, (record.id, sheet.name)


def test_why_one_incident_is_a_sum_of_reasons(reader: Desk) -> None:
    name = story(reader)
    page = parsed(reader.page(f"/incidents/{name}/links"))
    stored = reader.register.incident(name)
    assert stored is not None
    pairs = page.xpath("//section[contains(@class, 'pair')]")
    assert len(pairs) == len(stored.incident.links) > 1
    for pair, link in zip(pairs, stored.incident.links, strict=True):
        weights = [float(w.text_content()) for w in pair.xpath(".//td[contains(@class,'number')]")]
        assert weights[0] == START
        assert sum(weights) == pytest.approx(link.score, abs=0.05 * len(weights))
        assert f"{link.score:+.1f}" in pair.text_content()
        assert len(pair.xpath(".//rect")) == len(weights)


def test_an_incident_by_its_event_and_one_that_is_not_there(reader: Desk) -> None:
    name = story(reader)
    events = [ref for ref in reader.register.memberships([name])[name].events if ref.report == "s1"]
    address = f"/incidents/s1%23{events[0].event}"
    answer = reader.client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/incidents/{name}")
    assert "holds no incident" in reader.page("/incidents/nothing", status=404)
    assert "holds no incident" in reader.page("/incidents/nothing/links", status=404)


def test_every_page_of_every_incident_and_both_languages(reader: Desk) -> None:
    for number, projection in enumerate(reader.register.all_incidents()):
        lang = ("ar", "en")[number % 2]
        page = reader.page(f"/incidents/{projection.id}?lang={lang}")
        assert f'lang="{lang}"' in page
        if projection.reports > 1 or number % 10 == 0:
            reader.page(f"/incidents/{projection.id}/links?lang={lang}")


def test_the_history_of_decisions_in_both_languages(desk: Desk) -> None:
    register, workshop = desk.register, desk.workshop
    name = next(p.id for p in register.all_incidents() if p.killed_high is not None)

    def author(reviewer: str) -> Author:
        return Author(reviewer, NOW, workshop.knowledge_version, workshop.code)

    def settle(decision: Decision) -> Decision:
        with register.transaction():
            settle_decision(register, decision, workshop)
        return decision

    flagged = settle(decide(register, "flag", [name], author("سلمى"), "مكانان بهذا <الاسم>"))
    settle(undo(register, flagged.id, author("سلمى"), "نُظر فيه"))
    value = parsed_value("killed", "3-5", workshop.knowledge)
    settle(decide(register, "correct", [name], author("منى"), "the hospital's list", field="killed", value=value))
    settle(decide(register, "reject", [name], author("سلمى"), "an exercise"))
    page = parsed(desk.page(f"/incidents/{name}?lang=en"))
    history = [" ".join(li.text_content().split()) for li in page.get_element_by_id("history").xpath(".//li")]
    assert [entry.split()[0] for entry in history] == ["rejected", "corrected", "undid", "flagged"]
    assert "Killed" in history[1]
    assert "After 3–5" in history[1]
    assert "منى" in history[1]
    assert "<الاسم>" in history[3]
    assert f"undone by decision {flagged.id + 1}" in history[3]
    text = " ".join(page.text_content().split())
    assert "A reviewer rejected this incident" in text
    assert "corrected by a reviewer" in text
    assert "3–5 (conservative 3)" in text
    arabic = desk.page(f"/incidents/{name}?lang=ar")
    assert "رفض" in arabic
    assert "تُراجع عنه" in arabic
    assert ids(desk.page("/incidents?review=rejected&lang=en")) == [name]
    desk.client.get("/")


def test_every_kind_of_decision_has_words() -> None:
    assert {f"decision.{kind}" for kind in KINDS} <= set(wording())

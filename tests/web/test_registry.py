"""The registry: found by any spelling, shown with its proof; entries that are proposed, proven, judged, written and read with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from fastapi.testclient import TestClient
from httpx2 import Response

from sijill.knowledge import Knowledge, lexicon_folder, load
from sijill.knowledge.files import digest, load_file
from sijill.knowledge.own import OwnError, add_entry, own_file
from sijill.register import proposals
from sijill.register.adding import Article, read_by_hand
from sijill.register.proposals import ProposalError, own_folder
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.store.rows import Source
from sijill.web import shelves
from sijill.web.settings import Settings
from tests.web.desks import NOW, Desk, desk, desk_on, knowledge, parsed, sample
from tests.web.people import Site, form_token, other_site, peopled, site

__all__ = ["desk", "knowledge", "peopled", "sample", "site"]
ENTRY: dict[str, Any] = {
    "id": "actor.iq.saif_al_nakhil",
    "say": ["كتائب سيف النخيل"],
    "weak": ["النخيل"],
    "loaded": ["عصابة النخيل"],
    "means": {"label": "Saif al-Nakhil Brigades", "label_ar": "كتائب سيف النخيل", "kind": "militia", "country": "IQ", "since": "2021"},
    "source": "invented for the tests: a “quote”, a # and a colon",
    "matches": [{"text": "تبنت كتائب سيف النخيل الهجوم على الرتل", "finds": "كتائب سيف النخيل"}],
    "ignores": [{"text": "زار الوفد كتائب الجيش قرب ساحة النخيل", "why": "the words stand apart"}],
}


def form_of(entry: dict[str, Any], room: str = "actors") -> dict[str, Any]:
    """What the form of the page sends for an entry."""
    lists = [name for name in ("say", "weak", "loaded") if name in entry]
    return {
        "room": room, "id": entry["id"], "source": entry.get("source", ""), "list_name": lists,
        "list_words": ["\r\n".join(entry[name]) for name in lists], "means_key": list(entry["means"]),
        "means_value": list(entry["means"].values()), "text": [e["text"] for e in entry["matches"]],
        "finds": [e["finds"] for e in entry["matches"]], "trap": [e["text"] for e in entry["ignores"]],
        "why": [e.get("why", "") for e in entry["ignores"]],
    }  # fmt: skip


def send(browser: TestClient, way: str, page: str = "/registry/proposals/new", **fields: Any) -> Response:
    answer: Response = browser.post(
        way, data={"csrf": form_token(browser, page), **fields}, headers={"accept-language": "en"}, follow_redirects=False
    )
    return answer


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite.lexicon"


@pytest.fixture
def proposing(sample: Path, tmp_path: Path, knowledge: Knowledge, own: Path) -> Iterator[Desk]:
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    with open_register(where, names=names_of(knowledge)) as register:
        yield from desk_on(register, knowledge, Settings(str(where), local=True, reviewer="منى", lexicon=own))


def found(page: str) -> list[str]:
    return [unquote(str(a)).rsplit("/", 1)[1] for a in parsed(page).xpath("//main//a[@data-entry]/@href")]


@pytest.mark.parametrize("asked", ["القاعدة", "القاعده", "قاعده", "الْقاعِدة", "al-Qaeda", "AL-QAEDA"])
def test_an_actor_is_found_by_any_spelling(desk: Desk, asked: str) -> None:
    names = found(desk.page(f"/registry/actors?find={asked}"))
    assert any("qaeda" in name or "aq" in name for name in names), names


def test_actors_are_filtered_and_paged(desk: Desk) -> None:
    held = shelves.shelves(None)
    expected = [
        e.id for e in held.entries if e.meaning("kind") == "militia" and e.meaning("country") == "IQ" and e.file.startswith("actors/")
    ]
    assert found(desk.page("/registry/actors?kind=militia&country=IQ")) == expected
    first, second = desk.page("/registry/actors"), desk.page("/registry/actors?begin=60")
    assert len(found(first)) == 60
    assert not set(found(first)) & set(found(second))


def test_an_actor_shows_names_by_kind_dates_source_and_examples(desk: Desk) -> None:
    page = parsed(desk.page("/registry/actors/actor.af.taliban"))
    text = page.get_element_by_id("content").text_content()
    for words in (
        "حركة طالبان الإرهابية",
        "Loaded names",
        "never adopted",
        "took Kabul",
        "2021-08-15",
        "Afghanistan",
        "Wikipedia",
        "جامعيان",
    ):
        assert words in text
    assert "حركة طالبان" in [mark.text_content() for mark in page.iter("mark")]
    desk.page("/registry/actors/none", status=404)
    desk.page("/registry/lexicon/actor.af.taliban", status=404)


def test_where_an_entry_was_found_leads_to_incidents_and_reports(desk: Desk) -> None:
    counts = desk.register.facet_values("actor")
    for start, tab in (("nation.", "actors"), ("noun.", "lexicon")):
        name, many = max(((n, m) for n, m in counts.items() if n.startswith(start)), key=lambda item: item[1])
        page = parsed(desk.page(f"/registry/{tab}/{name}"))
        (link,) = page.xpath(f"//section[@id='found']//a[@href='/incidents?actor={name}']")
        assert str(many) in link.text_content()
    reading = next(desk.register.current_readings(row.id for row in desk.register.recent_reports(50)))
    rule = reading.record["events"][0]["rules"]["type"].split()[0]
    trigger = parsed(desk.page(f"/registry/lexicon/{rule}"))
    assert f"/reports/{reading.report}" in trigger.xpath("//section[@id='found']//a/@href")


def test_every_entry_of_the_lexicon_has_a_page(desk: Desk) -> None:
    held = shelves.shelves(None)
    for entry in held.entries[::40]:
        tab = "actors" if entry.file.startswith("actors/") else "lexicon"
        text = parsed(desk.page(f"/registry/{tab}/{entry.id}")).get_element_by_id("content").text_content()
        for example in (*entry.examples("matches"), *entry.examples("ignores")):
            assert " ".join(example["text"].split()) in " ".join(text.split())


def test_places_lead_up_down_and_to_their_namesakes(desk: Desk) -> None:
    assert "sj:iq-ramadi" in found(desk.page("/registry/places?find=الرماد"))
    assert "sj:iq-ramadi" in found(desk.page("/registry/places?find=ramadi&country=IQ"))
    page = parsed(desk.page("/registry/places/sj:iq-ramadi"))
    text = page.get_element_by_id("content").text_content()
    assert "Iraq" in text
    assert "Al Anbar" in text
    (on_map,) = page.xpath("//div[@data-map]")
    assert (on_map.get("data-precision"), on_map.get("data-lat")) == ("town", "33.42")
    gazetteer = desk.workshop.knowledge.gazetteer
    row = next(r for r in gazetteer.rows if shelves.namesakes(gazetteer, r))
    other = shelves.namesakes(gazetteer, row)[0].row
    links = [unquote(a) for a in parsed(desk.page(f"/registry/places/{row.id}")).xpath("//a/@href")]
    assert f"/registry/places/{other.id}" in links
    desk.page("/registry/places/none", status=404)


def test_sources_tell_who_states_a_leaning_and_when_they_were_visited(desk: Desk) -> None:
    desk.register.add_source(Source("https://feed.example/rss", "feed", "وكالة النخيل", "IQ", None, "حكومي", "معهد الصحافة"), NOW)
    desk.register.finish_job(desk.register.begin_job("ingest", "https://feed.example/rss", NOW).id, NOW)
    text = parsed(desk.page("/registry/sources")).get_element_by_id("content").text_content()
    for words in ("وكالة النخيل", "معهد الصحافة", "حكومي", "Last visited", "2026-03-01 12:00"):
        assert words in text


def test_an_entry_is_proven_proposed_approved_written_and_read_with(proposing: Desk, own: Path, knowledge: Knowledge) -> None:
    before = digest(lexicon_folder())
    tried = send(proposing.client, "/registry/proposals/try", **form_of(ENTRY))
    assert "It holds: 2 examples of its own" in tried.text
    assert not own.exists()
    kept = send(proposing.client, "/registry/proposals", **form_of(ENTRY))
    assert kept.status_code == 303, kept.text
    way = kept.headers["location"]
    page = parsed(proposing.page(way))
    written = page.xpath("//pre[@class='yaml']")[0].text_content()
    assert yaml.load(written, yaml.BaseLoader) == [ENTRY]
    assert not own_file(own, "actors").exists()
    assert send(proposing.client, f"{way}/approve", page=way, note="نعم").status_code == 303
    (entry,), faults = load_file(own_file(own, "actors"), own)
    assert faults == []
    assert entry.fields == ENTRY
    assert "sijill reread" in proposing.page(way)
    assert "not yet read with" not in proposing.page("/registry/actors/actor.iq.saif_al_nakhil")
    assert digest(lexicon_folder()) == before  # the shipped lexicon stays as it is
    grown = load(None, own)
    assert grown.version != knowledge.version
    record = read_by_hand(Article("تبنت كتائب سيف النخيل الهجوم الذي قتل ثلاثة جنود في الرمادي"), grown)
    assert "actor.iq.saif_al_nakhil" in str(record["events"])
    assert "actor.iq.saif_al_nakhil" not in str(read_by_hand(Article("تبنت كتائب سيف النخيل الهجوم الذي قتل ثلاثة جنود"), knowledge))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "actor.af.taliban"}, "the id is taken"),
        ({"id": "../../etc/passwd"}, "the id has lower-case Latin letters"),
        ({"say": ["حركة طالبان"]}, "is a name of actor.af.taliban too"),
        ({"means": {"label": "x", "label_ar": "س", "kind": "gang", "country": "IQ"}}, "is none of"),
        ({"matches": [{"text": "تبنى الفصيل الهجوم", "finds": "كتائب سيف النخيل"}]}, "should find «كتائب سيف النخيل»"),
        ({"ignores": [{"text": "تبنت كتائب سيف النخيل الهجوم"}]}, "should find nothing"),
        ({"ignores": []}, "needs `ignores`"),
    ],
)
def test_what_does_not_hold_is_refused_with_its_reason_and_nothing_typed_is_lost(
    proposing: Desk, own: Path, changed: Any, told: str
) -> None:
    entry = ENTRY | changed
    for way in ("/registry/proposals/try", "/registry/proposals"):
        answer = send(proposing.client, way, **form_of(entry))
        page = parsed(answer.text)
        assert told in page.get_element_by_id("proof").text_content()
        assert page.get_element_by_id("entry").fields["id"] == entry["id"]
        assert [t.text_content().split("\n", 1)[1] for t in page.xpath("//textarea[@id='list-say']")] == ["\n".join(entry["say"])]
    assert answer.status_code == 422
    assert proposals.proposals(own) == ()


def test_an_entry_that_takes_words_from_others_is_refused(proposing: Desk, own: Path) -> None:
    other = shelves.shelves(None).by_id["trigger.ied.infajarat_ubwa"]
    sentence = other.examples("matches")[0]["text"]
    greedy = ENTRY | {"say": [sentence], "weak": [], "loaded": [], "matches": [{"text": sentence, "finds": sentence}]}
    answer = send(proposing.client, "/registry/proposals", **form_of(greedy))
    assert answer.status_code == 422
    proof = parsed(answer.text).get_element_by_id("proof").text_content()
    assert "What it would break" in proof
    assert other.id in proof
    assert proposals.proposals(own) == ()


def test_a_room_is_one_of_the_lexicons(proposing: Desk, own: Path, tmp_path: Path) -> None:
    for room in ("../actors", "/etc", "types", "actors/..", "own"):
        assert send(proposing.client, "/registry/proposals", **form_of(ENTRY, room)).status_code == 404
        with pytest.raises(OwnError):
            own_file(own, room)
    assert not own.exists()
    proposing.page("/registry/proposals/0", status=404)
    proposing.page("/registry/proposals/..%2f..%2fetc", status=404)


def test_a_form_sends_no_more_than_it_has(proposing: Desk) -> None:
    assert send(proposing.client, "/registry/proposals", **form_of(ENTRY), state="approved").status_code == 422
    assert send(proposing.client, "/registry/proposals", **form_of(ENTRY), by="somebody").status_code == 422


def test_another_editor_approves(site: Site, knowledge: Knowledge, own: Path) -> None:
    site = other_site(site, knowledge, lexicon=own)
    esra, mona, rami = site.browser("esra"), site.browser("mona"), site.browser("rami")
    assert rami.get("/registry/proposals").status_code == 403
    way = send(esra, "/registry/proposals", **form_of(ENTRY)).headers["location"]
    assert f"{way}/approve" in esra.get(way).text  # to take it back
    assert "Another editor approves" in send(esra, f"{way}/approve", page=way).text
    assert not own_file(own, "actors").exists()
    assert "waits already" in send(mona, "/registry/proposals", **form_of(ENTRY)).text
    assert send(mona, f"{way}/approve", page=way).status_code == 303
    late = send(esra, f"{way}/refuse", page=way, note="لا")
    assert late.status_code == 409
    assert "judged this already" in late.text
    assert ("mona", "approve", f"{way}/approve", "done") in site.log()


def test_a_refused_proposal_stays_in_the_list_and_is_not_written(proposing: Desk, own: Path) -> None:
    way = send(proposing.client, "/registry/proposals", **form_of(ENTRY)).headers["location"]
    assert send(proposing.client, f"{way}/refuse", page=way, note="لا مصدر").status_code == 303
    assert "لا مصدر" in proposing.page("/registry/proposals")
    assert not own_file(own, "actors").exists()


def test_comments_of_the_own_file_stay_and_a_broken_file_is_left_alone(own: Path) -> None:
    add_entry(own, "actors", ENTRY)
    path = own_file(own, "actors")
    path.write_text(path.read_text(encoding="utf-8").replace("entries:", "# a note of ours\nentries: # here"), encoding="utf-8")
    proposals.propose(own, "actors", ENTRY | {"id": "actor.iq.second", "say": ["لواء سيف السدرة"], "weak": [], "loaded": [],
        "matches": [{"text": "تبنى لواء سيف السدرة الهجوم", "finds": "لواء سيف السدرة"}],
        "ignores": [{"text": "زار الوفد لواء الجيش قرب السدرة"}]}, "esra", NOW)  # fmt: skip
    proposals.approve(own, 1, "mona", NOW + timedelta(days=1), alone=False)
    text = path.read_text(encoding="utf-8")
    assert "# a note of ours" in text
    assert "# here" in text
    assert [entry.id for entry in load_file(path, own)[0]] == [ENTRY["id"], "actor.iq.second"]
    path.write_text(text + "\n  broken: [", encoding="utf-8")
    with pytest.raises(ProposalError, match="not YAML"):
        proposals.propose(own, "actors", ENTRY | {"id": "actor.iq.third"}, "esra", NOW)
    assert path.read_text(encoding="utf-8").endswith("broken: [")


def test_a_desk_without_a_folder_says_so(desk: Desk) -> None:
    assert "SIJILL_LEXICON" in desk.page("/registry/proposals", status=409)
    assert own_folder("postgresql://sijill@localhost/sijill") is None
    assert own_folder("a/iraq.sqlite") == Path("a/iraq.sqlite.lexicon")
    assert own_folder("postgresql://x/y", Path("mine")) == Path("mine")


def test_times_are_proven_by_what_they_come_to(own: Path) -> None:
    august: dict[str, Any] = {
        "id": "time.month.example_august", "say": ["أوسو"], "flags": ["weak"],
        "means": {"kind": "month", "month": "8", "calendar": "gregorian"},
        "matches": [{"text": "وقع الهجوم في 13 أوسو 2016", "finds": "13 أوسو 2016", "value": "2016-08-13"}],
        "ignores": [{"text": "حضر الأهالي كرنفال أوسو على الشاطئ"}],
    }  # fmt: skip
    assert proposals.prove("times", august, own).sound
    wrong = august | {"matches": [{"text": "وقع الهجوم في 13 أوسو 2016", "finds": "13 أوسو 2016", "value": "2016-09-13"}]}
    assert "2016-08-13" in str(proposals.prove("times", wrong, own).faults[0])


def test_administrators_add_and_change_sources_on_the_page(site: Site) -> None:
    mona, esra = site.browser("mona"), site.browser("esra")
    assert 'id="add-source"' not in esra.get("/registry/sources").text
    fields = {"address": "https://feed.example/rss", "outlet": "وكالة النخيل", "country": "IQ", "zone": "Asia/Baghdad"}
    refused = esra.post("/registry/sources", data={"csrf": form_token(esra, "/me"), **fields})
    assert refused.status_code == 403
    done = mona.post("/registry/sources", data={"csrf": form_token(mona, "/me"), **fields})
    assert (done.status_code, done.headers["location"]) == (303, "/registry/sources")
    (source,) = site.register.sources()
    assert (source.outlet, source.kind, source.country) == ("وكالة النخيل", "feed", "IQ")
    way = f"/registry/sources/{source.id}"
    assert "https://feed.example/rss" in mona.get(way).text
    assert way in mona.get("/registry/sources").text
    done = mona.post(
        way, data={"csrf": form_token(mona, "/me"), **fields, "address": "https://other.example/", "leaning": "x", "leaning_by": "y"}
    )
    assert done.status_code == 303
    (source,) = site.register.sources()
    assert (source.address, source.leaning, source.leaning_by) == ("https://feed.example/rss", "x", "y")
    for wrong, told in (({"leaning": "x"}, "name who states it"), ({"address": "/etc"}, "no web address"), ({"zone": "x"}, "no time zone")):
        answer = mona.post("/registry/sources", data={"csrf": form_token(mona, "/me"), **fields, **wrong})
        assert answer.status_code == 422
        assert told in answer.text
    assert len(site.register.sources()) == 1
    assert [entry[1] for entry in site.log(who="mona")] == ["sign-in", "source", "source"]

"""Deciding at the desk, on a real register: every decision, those who come late, what is refused, and what forms keep."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sijill.knowledge import Knowledge
from sijill.model import IncidentRecord
from sijill.register.desk_decisions import Reviewer, Wish, take
from sijill.register.desk_decisions import incident_version as version_of
from sijill.register.pointing import Pointed
from sijill.register.rules_of_review import require_second_reviewer
from sijill.register.views import incident_view
from sijill.store.account_rows import AuditFilters
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.store.rows import Filters
from sijill.web.settings import Settings
from tests.web.desks import NOW, Desk, desk_on, gold, knowledge, parsed, reader

__all__ = ["gold", "knowledge", "reader"]
SAMER = Reviewer("سامر")


@pytest.fixture
def desk(gold: Path, tmp_path: Path, knowledge: Knowledge) -> Iterator[Desk]:
    """A desk on a copy of the whole corpus, for the person at the machine."""
    where = tmp_path / "register.sqlite"
    shutil.copy(gold, where)
    with open_register(where, names=names_of(knowledge)) as register:
        yield from desk_on(register, knowledge, Settings(str(where), local=True, reviewer="منى"))


def story(desk: Desk) -> str:
    """The incident that four reports tell."""
    return next(p.id for p in desk.register.all_incidents() if p.reports == 4)


def record(desk: Desk, name: str) -> IncidentRecord:
    view = incident_view(desk.register, name)
    assert view is not None
    return view.record


def form(desk: Desk, address: str, lang: str = "en") -> tuple[str, dict[str, Any]]:
    """The form of a decision as a browser would send it: its address, and every value that it holds."""
    page = parsed(desk.page(address, lang))
    found = page.xpath("//form[@data-decides]")[-1]
    values: dict[str, Any] = {}
    for field in found.xpath(".//input[@name] | .//select[@name]"):
        name, kind = field.get("name"), field.get("type")
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        value = field.value if field.tag == "select" else field.get("value", "")
        if kind == "checkbox" and name != "none":
            values.setdefault(name, []).append(value)
        else:
            values[name] = value or ""
    return found.get("action"), values


def send(desk: Desk, address: str, status: int = 303, htmx: bool = False, **values: Any) -> Any:
    action, held = form(desk, address)
    headers = {"accept-language": "en"} | ({"hx-request": "true"} if htmx else {})
    answer = desk.client.post(action, data=held | values, headers=headers, follow_redirects=False)
    assert answer.status_code == status, (answer.status_code, answer.text[:3000])
    return answer


def flash_of(desk: Desk, answer: Any) -> str:
    page = parsed(desk.client.get(answer.headers.get("location") or answer.headers["hx-redirect"], headers={"accept-language": "en"}).text)
    return " ".join(page.xpath("//*[@id='flashes']")[0].text_content().split())


@pytest.mark.parametrize(("kind", "state"), [("accept", "accepted"), ("reject", "rejected"), ("flag", "flagged")])
def test_accept_reject_and_flag(desk: Desk, kind: str, state: str) -> None:
    name = story(desk)
    answer = send(desk, f"/incidents/{name}/decide/{kind}", reason="the photographs")
    assert answer.headers["location"] == f"/incidents/{name}"
    assert "decision 1" in flash_of(desk, answer)
    assert record(desk, name).review == state
    decision = desk.register.decision(1)
    assert decision is not None
    assert (decision.kind, decision.reviewer, decision.reason, decision.at) == (kind, "منى", "the photographs", NOW)
    told = [entry for entry in desk.register.audit(AuditFilters()).rows if entry.action == kind]
    assert [(entry.who, entry.about) for entry in told] == [("منى", name)]


def test_a_reason_is_asked_for_in_the_reader_s_language_and_the_form_stays(desk: Desk) -> None:
    name = story(desk)
    answer = send(desk, f"/incidents/{name}/decide/reject", 422, reason="  ")
    assert "Write the reason" in answer.text
    assert desk.register.decisions() == ()
    action, held = form(desk, f"/incidents/{name}/decide/reject", "ar")
    answer = desk.client.post(action, data=held | {"reason": ""}, headers={"accept-language": "ar"})
    assert "اكتب السبب" in answer.text


def test_a_form_sets_no_more_than_it_has(desk: Desk) -> None:
    name = story(desk)
    send(desk, f"/incidents/{name}/decide/accept", 422, reviewer="سامر")
    send(desk, f"/incidents/{name}/correct/killed", 422, reason="r", low="4", review="accepted")
    assert desk.register.decisions() == ()
    answer = desk.client.post(f"/incidents/{name}/decide/accept", data={"version": "x"})
    assert answer.status_code == 403  # without the token of a form


CORRECTIONS: list[tuple[str, dict[str, Any], Any]] = [
    ("type", {"one": "armed_clash"}, "armed_clash"),
    ("factuality", {"one": "alleged"}, "alleged"),
    ("date", {"start": "2021-09-11", "end": "2021-09-12"}, {"start": "2021-09-11", "end": "2021-09-12"}),
    ("date", {"start": "2021-09-11", "end": ""}, {"start": "2021-09-11", "end": "2021-09-11"}),
    ("clock", {"one": "07:15"}, "07:15"),
    ("killed", {"low": "3", "high": "5"}, [3, 5]),
    ("wounded", {"none": "1"}, None),
    ("captured", {"low": "0", "high": ""}, [0, 0]),
    ("weapons", {"chosen": ["ied"], "add": "هاون"}, ["ied", "mortar"]),
    ("weapons", {"chosen": [], "add": "منجنيق"}, ["منجنيق"]),
]


@pytest.mark.parametrize(("field", "values", "kept"), CORRECTIONS)
def test_correct_each_field(desk: Desk, field: str, values: dict[str, Any], kept: Any) -> None:
    name = story(desk)
    send(desk, f"/incidents/{name}/correct/{field}", reason="the hospital’s list", **values)
    decision = desk.register.decision(1)
    assert decision is not None
    assert decision.after == {"field": field, "value": kept}
    assert record(desk, name).corrected_fields == (field,)
    page = desk.page(f"/incidents/{name}")
    assert "corrected by a reviewer" in page
    assert "the hospital’s list" in page


def test_a_place_by_its_id_its_only_name_or_a_point(desk: Desk) -> None:
    name = story(desk)
    tikrit = next(row for row in desk.workshop.knowledge.gazetteer.rows if row.en == "Tikrit")
    send(desk, f"/incidents/{name}/correct/place", reason="r", place=tikrit.id, place_name="Tikrit")
    place = record(desk, name).place
    assert place is not None
    assert (place.value.gazetteer_id, place.value.text, place.value.name) == (tikrit.id, "تكريت", "Tikrit")
    assert "تكريت" in desk.page(f"/incidents/{name}", "ar")
    send(desk, f"/incidents/{name}/correct/place", reason="r", place="", place_name="مفرق السدة; 33.42, 44.02; site")
    send(desk, f"/incidents/{name}/correct/place", 422, reason="r", place="", place_name="Nowhereville")
    # A name that was typed over another that had been chosen is what counts.
    send(desk, f"/incidents/{name}/correct/place", 422, reason="r", place=tikrit.id, place_name="Nowhereville")
    # The place as it is, of which no gazetteer knows, goes through the form unharmed.
    send(desk, f"/incidents/{name}/correct/place", reason="as it was")
    place = record(desk, name).place
    assert place is not None
    assert (place.value.text, place.value.lat, place.value.precision) == ("مفرق السدة", 33.42, "site")


def test_actors_of_the_registry_and_others(desk: Desk) -> None:
    name = story(desk)
    send(desk, f"/incidents/{name}/correct/claimed_by", reason="r", add="حركة حماس", add_id="")
    found = [(p.value.label, p.value.text, p.value.actor_id) for p in record(desk, name).claimed_by]
    assert ("Hamas", "حركة حماس", "actor.ps.hamas") in found
    assert len(found) == 2  # what was there stayed ticked
    send(desk, f"/incidents/{name}/correct/perpetrators", reason="r", add="مسلحو الوادي", add_kind="militia")
    last = record(desk, name).perpetrators[-1].value
    assert (last.label, last.kind, last.actor_id) == ("مسلحو الوادي", "militia", None)
    send(desk, f"/incidents/{name}/correct/targets", reason="r", chosen=["actor.af.taliban"])
    assert [p.value.actor_id for p in record(desk, name).targets] == ["actor.af.taliban"]
    send(desk, f"/incidents/{name}/correct/targets", 422, reason="r", chosen=[])
    send(desk, f"/incidents/{name}/correct/targets", 422, reason="r", chosen=[json.dumps({"label": "x", "kind": "gods"})])
    send(desk, f"/incidents/{name}/correct/targets", 422, reason="r", chosen=["{"])


@pytest.mark.parametrize(
    ("field", "values", "says"),
    [
        ("killed", {"low": "", "high": ""}, "Give a figure"),
        ("killed", {"low": "5", "high": "3"}, "Give a figure"),
        ("date", {"start": "", "end": ""}, "Give a day"),
        ("date", {"start": "2021-09-12", "end": "2021-09-11"}, "Give a day"),
        ("clock", {"one": "25:00"}, "Give the hour"),
        ("type", {"one": "picnic"}, "Choose a type"),
        ("place", {"place": "", "place_name": ""}, "Choose a place"),
        ("place", {"place": '{"text": "x", "lat": 900}', "place_name": "x"}, "Choose a place"),
    ],
)
def test_what_is_no_value_is_told_and_what_was_typed_stays(desk: Desk, field: str, values: dict[str, Any], says: str) -> None:
    name = story(desk)
    answer = send(desk, f"/incidents/{name}/correct/{field}", 422, reason="my long reason", **values)
    assert says in answer.text
    assert 'value="my long reason"' in answer.text
    for value in values.values():
        assert value in ("", "picnic") or json.dumps(value)[1:-1].replace('\\"', "&#34;") in answer.text
    assert desk.register.decisions() == ()


def test_words_become_the_evidence(desk: Desk) -> None:
    name = story(desk)
    text = desk.register.read_versions(["s2"])["s2"].capture.report_text
    start = text.index("مقتل 5 جنود")
    page = desk.page(f"/incidents/{name}/correct/killed?report=s2&start={start}&end={start + 11}")
    assert "the chosen words seem to say" in page
    action, held = form(desk, f"/incidents/{name}/correct/killed?report=s2&start={start}&end={start + 11}")
    assert held["low"] == "5"
    assert held["evidence"] == [f"{start}:{start + 11}:s2"]
    assert desk.client.post(action, data=held | {"reason": "the police"}, follow_redirects=False).status_code == 303
    decision = desk.register.decision(1)
    assert decision is not None
    assert decision.after == {
        "field": "killed", "value": [5, 5], "evidence": [{"report": "s2", "start": start, "end": start + 11, "quote": "مقتل 5 جنود"}]
    }  # fmt: skip
    killed = record(desk, name).killed
    assert killed is not None
    assert [(told.ref.report, e.start, e.quote) for told in killed.support for e in told.evidence] == [("s2", start, "مقتل 5 جنود")]
    assert killed.against  # what the reports say stays beside it
    assert f'id="c{start}"' in desk.page("/reports/s2")  # where the quote leads


def test_words_are_kept_where_they_stand_or_not_at_all(desk: Desk) -> None:
    name = story(desk)
    other = next(p.id for p in desk.register.all_incidents() if p.id != name)
    far = record(desk, other).reports[0]
    address = f"/incidents/{name}/correct/killed"
    for evidence in (["0:99999:s2"], [f"0:5:{far}"], ["x:y:s2"], ["5:5:s2"], ["0:5:nowhere"], ["1" * 30 + ":2:s2"]):
        send(desk, address, 422, reason="r", low="4", evidence=evidence)
    send(desk, address, 422, reason="r", low="4", words="ليست هنا", words_report="s1")
    assert desk.register.decisions() == ()
    send(desk, address, reason="r", low="4", words="5 جنود قتلوا", words_report="s4")
    kept = desk.register.decision(1)
    assert kept is not None
    assert kept.after is not None
    text = desk.register.read_versions(["s4"])["s4"].capture.report_text
    (e,) = kept.after["evidence"]
    assert text[e["start"] : e["end"]] == e["quote"] == "5 جنود قتلوا"


def test_a_later_reading_keeps_the_words_only_where_they_still_stand(desk: Desk) -> None:
    name = story(desk)
    pointed = Pointed("s1", 0, 3, desk.register.read_versions(["s1"])["s1"].capture.report_text[:3])
    take(desk.register, desk.workshop, Wish("correct", (name,), "r", field="killed", value=[4, 4], pointed=(pointed,)), SAMER)
    from sijill.register.pointing import told_by

    now = record(desk, name)
    assert len(told_by((pointed,), "killed", None, now, {"s1": pointed.quote})) == 1
    assert told_by((pointed,), "killed", None, now, {"s1": "other words"}) == ()
    assert told_by((pointed,), "killed", None, now, {}) == ()


def test_nobody_accepts_their_own_correction_and_is_told_beforehand(desk: Desk) -> None:
    name = story(desk)
    send(desk, f"/incidents/{name}/correct/killed", reason="r", low="4")
    page = parsed(desk.page(f"/incidents/{name}"))
    (button,) = page.xpath("//button[@id='act-accept']")
    assert button.get("aria-disabled") == "true"
    assert page.get_element_by_id(button.get("aria-describedby")).text_content() == "You corrected this incident; another must accept it."
    answer = send(desk, f"/incidents/{name}/decide/accept", 422)
    assert "another must accept it" in answer.text
    assert record(desk, name).review == "corrected"
    take(desk.register, desk.workshop, Wish("accept", (name,)), SAMER)
    assert record(desk, name).review == "accepted"


@pytest.mark.parametrize("htmx", [False, True])
def test_who_comes_late_sees_what_the_other_did_and_loses_nothing(desk: Desk, htmx: bool) -> None:
    name = story(desk)
    action, held = form(desk, f"/incidents/{name}/correct/killed")
    take(desk.register, desk.workshop, Wish("correct", (name,), "the list", field="wounded", value=[9, 9]), SAMER)
    headers = {"accept-language": "en"} | ({"hx-request": "true"} if htmx else {})
    typed = held | {"low": "4", "high": "6", "reason": "my own reason"}
    answer = desk.client.post(action, data=typed, headers=headers, follow_redirects=False)
    assert answer.status_code == 409
    told = " ".join(parsed(answer.text).xpath("//*[@id='stale']")[0].text_content().split())
    assert "Somebody was faster" in told
    for words in ("سامر", "corrected", "Wounded", "9", "the list"):
        assert words in told
    assert len(desk.register.decisions()) == 1
    if htmx:
        assert "<html" not in answer.text
        assert answer.headers["hx-retarget"] == "#deciding-body"
    again = parsed(answer.text).xpath("//form[@data-decides]")[-1]
    new = {f.get("name"): f.get("value") for f in again.xpath(".//input[@name]") if f.get("type") != "checkbox"}
    assert (new["low"], new["high"], new["reason"]) == ("4", "6", "my own reason")
    assert new["version"] == version_of(desk.register, name) != held["version"]
    assert desk.client.post(action, data=new, headers=headers, follow_redirects=False).status_code == 303
    assert record(desk, name).corrected_fields == ("killed", "wounded")


def test_an_incident_that_is_no_more_leads_to_its_events(desk: Desk) -> None:
    first, second = (p.id for p in desk.register.incidents(limit=2).rows)
    forms = {name: form(desk, f"/incidents/{name}/decide/flag") for name in (first, second)}
    taken = take(desk.register, desk.workshop, Wish("merge", (first, second), "one"), SAMER)
    (left,) = taken.versions
    gone = second if left == first else first
    action, held = forms[gone]
    answer = desk.client.post(action, data=held | {"reason": "look at this"}, headers={"accept-language": "en"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "is no more" in answer.text
    assert "look at this" in answer.text
    assert f"/incidents/{left}" in answer.text


def test_undo_any_standing_decision(desk: Desk) -> None:
    name = story(desk)
    before = record(desk, name).killed
    send(desk, f"/incidents/{name}/correct/killed", reason="r", low="40", high="")
    send(desk, f"/incidents/{name}/decide/flag", reason="r")
    page = parsed(desk.page(f"/incidents/{name}"))
    (button,) = page.xpath("//a[@id='act-undo']")
    assert button.get("href") == f"/incidents/{name}/undo/2"
    assert len(page.xpath("//a[@class='undo-link']")) == 2
    answer = send(desk, f"/incidents/{name}/undo/1")  # the reason is there already
    assert "Undone" in flash_of(desk, answer)
    assert record(desk, name).killed == before
    assert record(desk, name).review == "flagged"
    send(desk, f"/incidents/{name}/undo")  # the last that stands
    assert record(desk, name).review == "unreviewed"
    action, held = form(desk, f"/incidents/{name}/undo/2")
    assert desk.client.post(action, data=held | {"reason": "again"}, follow_redirects=False).status_code == 409
    history = parsed(desk.page(f"/incidents/{name}")).xpath("//*[@id='history']//li")
    assert [li.get("id") for li in history] == ["decision-4", "decision-3", "decision-2", "decision-1"]
    assert "40" in history[-1].text_content()
    assert "undone by decision 3" in history[-1].text_content()


def test_merge_preview_and_undo(desk: Desk) -> None:
    name = story(desk)
    near = parsed(desk.page(f"/incidents/{name}/merge")).xpath("//*[@id='candidates']//a/@href")
    assert name not in "".join(urlsplit(a).path.split("/")[-1] for a in near)
    aleppo = next(p.id for p in desk.register.all_incidents(Filters(text="حلب المدفعية")))
    assert f"/merge/{aleppo}" in desk.page(f"/incidents/{name}/merge?text=المدفعية حلب")
    assert f"/merge/{aleppo}" in desk.page(f"/incidents/{name}/merge?text={aleppo}")
    part = desk.client.get(f"/incidents/{name}/merge?text={aleppo}", headers={"hx-request": "true", "hx-target": "candidates"}).text
    assert part.lstrip().startswith('<div id="candidates"')
    preview = parsed(desk.page(f"/incidents/{name}/merge/{aleppo}"))
    killed = [" ".join(c.text_content().split()) for c in preview.xpath("//tr[th='Killed']/td")]
    assert killed[0] != killed[1]
    assert killed[2] not in ("–", "")
    before = {p.id: p.record for p in desk.register.all_incidents()}
    answer = send(desk, f"/incidents/{name}/merge/{aleppo}", reason="the same statement")
    left = urlsplit(answer.headers["location"]).path.split("/")[-1]
    held = record(desk, left)
    assert len(held.reports) == 5
    shown = " ".join(parsed(desk.page(f"/incidents/{left}")).xpath("//*[@id='f-killed']//*[@class='settled']")[0].text_content().split())
    assert shown == killed[2]  # the preview was right
    send(desk, f"/incidents/{left}/undo")
    assert {p.id: p.record for p in desk.register.all_incidents()} == before
    desk.page(f"/incidents/{name}/merge/{name}", status=404)
    desk.page(f"/incidents/{name}/merge/nowhere", status=404)


def test_split_preview_and_decision(desk: Desk) -> None:
    name = story(desk)
    events = [str(ref) for ref in record(desk, name).incident.events]
    out = [event for event in events if event.startswith("s2#")]
    assert "Choose at least one event" in desk.page(f"/incidents/{name}/split")
    every = "&".join(f"events={e.replace('#', '%23')}" for e in events)
    assert "At least one event must stay" in desk.page(f"/incidents/{name}/split?{every}")
    address = f"/incidents/{name}/split?events={out[0].replace('#', '%23')}"
    preview = parsed(desk.page(address))
    killed = [" ".join(c.text_content().split()) for c in preview.xpath("//tr[th='Killed']/td")]
    assert killed[1] == "5"
    send(desk, f"/incidents/{name}/split", 422, reason="two attacks", events=events)
    answer = send(desk, address, reason="two attacks")
    assert answer.headers["location"] == f"/incidents/{name}"
    assert len(record(desk, name).reports) == 3
    apart = incident_view(desk.register, out[0])
    assert apart is not None
    assert apart.record.id != name


def test_a_second_reviewer_confirms_what_waits(desk: Desk) -> None:
    name = story(desk)
    require_second_reviewer(desk.register, True, "an administrator", NOW)
    before = record(desk, name).killed
    answer = send(desk, f"/incidents/{name}/correct/killed", reason="r", low="40", high="")
    assert "waits for a second reviewer" in flash_of(desk, answer)
    assert record(desk, name).killed == before
    page = desk.page(f"/incidents/{name}")
    assert "Waits for a second reviewer" in page
    assert "This is your own decision; another must confirm it." in page
    assert f"/incidents/{name}/confirm/1" not in page
    send(desk, f"/incidents/{name}/confirm/1", 422)
    taken = take(desk.register, desk.workshop, Wish("reject", (name,), "an exercise"), SAMER)
    page = desk.page(f"/incidents/{name}")
    assert f"/incidents/{name}/confirm/{taken.decision.id}" in page
    assert record(desk, name).review == "unreviewed"
    answer = send(desk, f"/incidents/{name}/confirm/{taken.decision.id}")
    assert "Confirmed" in flash_of(desk, answer)
    assert record(desk, name).review == "rejected"


@pytest.mark.parametrize("order", ["latest", "earliest", "arrived", "killed"])
def test_the_queue_goes_there_and_back(desk: Desk, order: str) -> None:
    query = f"country=IQ&review=unreviewed&sort={order}"
    asked = [p.id for p in desk.register.incidents(Filters(countries=("IQ",), review=("unreviewed",)), limit=1000, order=order).rows]  # type: ignore[arg-type]
    assert len(asked) > 5
    at = desk.client.get(f"/incidents/review?{query}", follow_redirects=False).headers["location"]
    seen = []
    while at.startswith("/incidents/") and "queue=" in at:
        name = urlsplit(at).path.split("/")[-1]
        seen.append(name)
        at = desk.client.get(f"/incidents/{name}/next?{urlsplit(at).query}", follow_redirects=False).headers["location"]
    assert seen == asked
    assert at.startswith("/incidents?")
    for name, before in zip(asked[1:6], asked, strict=False):
        params = {"queue": query, "back": "1"}
        back = desk.client.get(f"/incidents/{name}/next", params=params, follow_redirects=False).headers["location"]
        assert urlsplit(back).path == f"/incidents/{before}"


def test_decide_and_next_though_the_decided_leaves_the_queue(desk: Desk) -> None:
    asked = [p.id for p in desk.register.incidents(Filters(review=("unreviewed",)), limit=3).rows]
    page = desk.page(f"/incidents/{asked[0]}?queue=review%3Dunreviewed")
    assert 'name="then" value="next"' in page
    answer = send(desk, f"/incidents/{asked[0]}/decide/accept?queue=review%3Dunreviewed", then="next")
    assert urlsplit(answer.headers["location"]).path == f"/incidents/{asked[1]}"
    assert "Accepted" in flash_of(desk, answer)
    answer = send(desk, f"/incidents/{asked[1]}/decide/flag?queue=review%3Dunreviewed", 204, htmx=True, then="next", reason="r")
    assert urlsplit(answer.headers["hx-redirect"]).path == f"/incidents/{asked[2]}"
    # Back from the third there is none before it: those that were decided left the queue.
    back = desk.client.get(f"/incidents/{asked[2]}/next?queue=review%3Dunreviewed&back=1", follow_redirects=False).headers["location"]
    assert urlsplit(back).path == f"/incidents/{asked[2]}"
    for hostile in ("queue=%ff", "queue=" + "x" * 3000, "queue=//evil.example", "queue=text%3D!!"):
        desk.page(f"/incidents/{asked[0]}?{hostile}")


def test_names_are_completed(desk: Desk) -> None:
    def options(room: str, words: str, lang: str = "en") -> list[str]:
        page = parsed(f"<ul>{desk.page(f'/names/{room}?q={words}', lang)}</ul>")
        return [str(name) for name in page.xpath("//li[@role='option']/@data-name")]

    assert options("places", "ramad")[0] == "Ramadi"
    desk.client.cookies.clear()
    assert options("places", "الرماد", "ar")[0] == "الرمادي"
    assert "Hamas" in options("actors", "حماس")
    assert options("weapons", "dro") == ["drone"]
    assert options("actors", "zzzz") == []
    assert options("places", "") == []
    desk.page("/names/secrets?q=x", status=404)


def test_days_in_both_calendars(desk: Desk) -> None:
    assert "5 Safar 1443 AH" in desk.page("/days/hijri?start=2021-09-12")
    assert "<span></span>" in desk.page("/days/hijri?start=<script>&end=9999-01-01")


def test_words_of_a_report_offer_what_they_say(desk: Desk) -> None:
    text = desk.register.read_versions(["s1"])["s1"].capture.report_text
    start = text.index("مدينة الرمادي")
    page = parsed(desk.page(f"/reports/s1/words?start={start}&end={start + 13}"))
    first = page.xpath("//ul[contains(@class, 'field-choice')]//a")[0]
    assert "Where" in first.text_content()
    assert "Ramadi" in first.text_content()
    _, held = form(desk, first.get("href"))
    assert held["place_name"] == "Ramadi"
    desk.page("/reports/s1/words?start=5&end=5", status=404)
    desk.page("/reports/s1/words?start=0&end=99999", status=404)
    desk.page("/reports/s1/words?start=-1&end=4", status=422)


def test_pages_that_are_not_there(desk: Desk) -> None:
    name = story(desk)
    for address in (
        "/incidents/nowhere/decide/accept", "/incidents/nowhere/correct", f"/incidents/{name}/correct/outlet",
        f"/incidents/{name}/undo/99", f"/incidents/{name}/confirm/99", "/incidents/nowhere/merge", "/incidents/nowhere/split",
    ):  # fmt: skip
        desk.page(address, status=404)
    desk.page(f"/incidents/{name}/decide/burn", status=422)


def test_a_form_leads_back_inside_the_desk_alone(desk: Desk) -> None:
    name = story(desk)
    answer = send(desk, f"/incidents/{name}/decide/flag", reason="r", back="//evil.example/x")
    assert answer.headers["location"] == f"/incidents/{name}"
    answer = send(desk, f"/incidents/{name}/decide/flag", reason="r", back="/reports/s1")
    assert answer.headers["location"] == "/reports/s1"


def test_hostile_words_are_shown_as_words(desk: Desk) -> None:
    name = story(desk)
    evil = '"><script>alert(1)</script>'
    send(desk, f"/incidents/{name}/decide/flag", reason=evil)
    send(desk, f"/incidents/{name}/correct/perpetrators", reason=evil, add=evil)
    for address in (
        f"/incidents/{name}",
        f"/incidents/{name}/undo",
        f"/incidents/{name}/correct/perpetrators",
        f"/incidents/{name}/merge?text={evil}",
    ):
        page = desk.page(address)
        assert "<script>alert" not in page
        assert re.search(r"&lt;script&gt;alert|%3Cscript", page)

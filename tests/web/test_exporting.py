"""Exports, releases, evidence packs and jobs as pages."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sijill.exports import parquet as parquet_module
from sijill.exports.formats import FORMATS
from sijill.exports.info import ExportInfo
from sijill.register import exporting
from sijill.register.agreement import draw
from sijill.register.releasing import make_release, release_file
from sijill.register.views import all_records
from sijill.store.rows import Decision, Subject
from sijill.web.asking import asked_of
from tests.web.desks import NOW, Desk, desk, knowledge, parsed, sample
from tests.web.people import Site, form_token, peopled, site

__all__ = ["desk", "knowledge", "peopled", "sample", "site"]


def test_every_format_is_the_export_of_the_command_line(desk: Desk) -> None:
    info = ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, NOW.date())
    for form, maker in FORMATS.items():
        answer = desk.client.get(f"/exports/file?form={form}&country=IQ")
        filters = asked_of([("country", "IQ")], desk.workshop.knowledge).filters
        assert answer.content == maker(all_records(desk.register, filters), info).content, form
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="sijill-{form}-2026-03-01')
        assert desk.page(f"/exports/about?form={form}&country=IQ")


def test_what_an_export_holds_and_leaves_out_is_told_before(desk: Desk) -> None:
    page = parsed(desk.page("/exports/about?form=ucdp"))
    holds = page.get_element_by_id("holds")
    rows = list(csv.reader(io.StringIO(desk.client.get("/exports/file?form=ucdp").text)))[1:]
    assert f"UCDP GED: {len(rows)} incidents" in holds.text_content()
    reasons = {tr[0].text_content(): int(tr[1].text_content()) for tr in holds.xpath(".//tbody/tr")}
    assert len(rows) + sum(reasons.values()) == desk.register.count()
    assert any("death" in reason for reason in reasons)
    (file,) = holds.xpath(".//a[@download]/@href")
    assert desk.client.get(file).status_code == 200


def test_what_is_asked_goes_along_and_can_be_taken_away(desk: Desk) -> None:
    page = parsed(desk.page("/exports?country=IQ&type=ied&form=hxl&mask_persons=on"))
    form = page.get_element_by_id("choose")
    assert form.fields["country"] == "IQ"
    assert form.fields["form"] == "hxl"
    assert form.fields["mask_persons"] == "on"
    assert "/exports?type=ied" in page.xpath("//a/@href")
    assert desk.client.get("/exports/file?form=../../etc/passwd").status_code == 422


def test_masking_hides_the_names_of_private_persons(desk: Desk) -> None:
    plain, masked = (desk.client.get(f"/exports/file?form=jsonl{mask}").text for mask in ("", "&mask_persons=on"))
    assert '"mask_persons": true' in masked
    assert plain != masked


def test_releases_are_made_by_editors_and_listed(site: Site) -> None:
    esra, rami = site.browser("esra"), site.browser("rami")
    assert esra.get("/exports").text.count("Make a release") == 1
    assert "Make a release" not in rami.get("/exports").text
    assert rami.post("/exports/releases", data={"csrf": form_token(rami, "/exports"), "note": "x"}).status_code == 403
    answer = esra.post("/exports/releases", data={"csrf": form_token(esra, "/exports"), "note": "بعد المراجعة"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert (lines[0]["release"], lines[0]["note"], lines[0]["incidents"]) == (1, "بعد المراجعة", len(lines) - 1)
    assert len(lines) - 1 == site.register.count()
    assert "بعد المراجعة" in esra.get("/exports").text


def test_a_release_is_sent_from_a_temporary_file_and_is_that_of_the_command_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Read some incidents at a time, the same lines, the same digests; no file stays where the answer was taken, or was not."""
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    folder = tmp_path / "made"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    info = ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, NOW.date())
    _, lines = make_release(desk.register, all_records(desk.register, None), info, desk.workshop, "one")
    made, parts = release_file(desk.register, info, desk.workshop, "two")
    assert made.added == made.changed == made.removed == ()
    got = b"".join(parts).decode("utf-8").splitlines()
    assert got[1:] == lines[1:]
    assert json.loads(got[0])["release"] == made.number == 2
    _, left = release_file(desk.register, info, desk.workshop, "three")
    next(left)
    del left
    assert list(folder.iterdir()) == []
    first, second = desk.register.release(1), desk.register.release(2)
    assert first is not None
    assert second is not None
    assert first.digests == second.digests


def test_parquet_is_written_by_groups_of_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_module, "GROUP", 4)
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    file = desk.client.get("/exports/file?form=parquet").content
    many = desk.register.count_incidents()
    found = pq.ParquetFile(io.BytesIO(file))
    assert found.metadata.num_rows == many > 8
    assert found.metadata.num_row_groups == -(-many // 4)
    info = ExportInfo(desk.workshop.code, desk.workshop.knowledge_version, NOW.date())
    assert file == FORMATS["parquet"](all_records(desk.register, None), info).content


def test_the_evidence_pack_of_an_incident(desk: Desk) -> None:
    first = desk.register.incidents(limit=1).rows[0].id
    (way,) = [a for a in parsed(desk.page(f"/incidents/{first}")).xpath("//a/@href") if a.endswith("/evidence")]
    answer = desk.client.get(way, headers={"accept-language": "ar"})
    assert answer.headers["content-disposition"] == f'attachment; filename="sijill-{first}.html"'
    assert 'dir="rtl"' in answer.text
    desk.page("/incidents/none/evidence", status=404)


def test_jobs_tell_what_was_new_known_and_failed_and_why(desk: Desk) -> None:
    page = parsed(desk.page("/jobs"))
    (way,) = page.xpath("//main//a[@data-entry]/@href")
    (job,) = desk.register.jobs()
    items = parsed(desk.page(way)).xpath("//tbody/tr")
    assert len(items) == len(desk.register.items_of(job.id)) > 3
    answer = desk.client.post("/add/read", data={"csrf": desk.token(), "text": "x"})
    assert answer.status_code == 422  # nothing of it becomes a job
    assert len(desk.register.jobs()) == 1
    assert "No such items" in desk.page(f"{way}?outcome=failed")
    desk.page(f"{way}?outcome=odd", status=422)
    desk.page("/jobs/999", status=404)


def test_stale_decisions_and_samples(desk: Desk) -> None:
    ids = [p.id for p in desk.register.incidents(limit=3).rows]
    desk.register.put_sample("خريف", ids)
    for reviewer, value in (("منى", "ied"), ("سامي", "ied"), ("منى", "armed_attack")):
        incident = ids[0] if value == "ied" else ids[1]
        after = {"field": "type", "value": value}
        desk.register.add_decision(
            Decision(NOW, reviewer, "code", (Subject("incident", incident),), "", "k", "c", None, after, sample="خريف")
        )
    page = parsed(desk.page("/jobs"))
    (way,) = page.xpath("//section[@id='samples']//a/@href")
    shown = parsed(desk.page(way))
    assert [td.text_content() for td in shown.xpath("//tbody/tr[1]/td")] == ["Event", "1.00", "2", "2"]
    desk.register.add_decision(Decision(NOW, "منى", "accept", (Subject("incident", "gone"),), "قرأتها", "k", "c"))
    stale = parsed(desk.page("/jobs")).get_element_by_id("stale").text_content()
    assert "قرأتها" in stale
    assert "gone" in stale
    desk.page("/samples/none", status=404)


def test_a_sample_is_drawn_on_the_page_as_on_the_command_line(site: Site) -> None:
    editor, reviewer = site.browser("esra"), site.browser("rami")
    assert 'id="draw"' in editor.get("/jobs").text
    assert 'id="draw"' not in reviewer.get("/jobs").text
    fields = {"name": "خريف-1", "size": "5", "seed": "7"}
    refused = reviewer.post("/samples", data={"csrf": form_token(reviewer, "/me"), **fields})
    assert refused.status_code == 403
    done = editor.post("/samples", data={"csrf": form_token(editor, "/me"), **fields})
    assert done.status_code == 303, done.text[:1000]
    chosen = draw(list(site.register.incident_ids()), 5, 7)
    assert site.register.sample("خريف-1") == chosen
    page = editor.get(done.headers["location"])
    assert "Drawn: 5 incidents." in page.text
    assert all(id in page.text for id in chosen)
    assert ("esra", "sample", "خريف-1", "done") in site.log()
    assert [entry[1] for entry in site.log(who="esra")].count("sample") == 1
    for changed, told in (
        ({}, "توجد عينة"), ({"name": "a b"}, "لاسم العينة"), ({"name": "x", "size": "0"}, "للعينة 1 إلى"),
        ({"name": "x", "seed": "-1"}, "البذرة عدد"), ({"name": "x", "size": "many"}, "للعينة 1 إلى"),
    ):  # fmt: skip
        answer = editor.post("/samples?lang=ar", data={"csrf": form_token(editor, "/me"), **fields, **changed})
        assert answer.status_code == 422
        assert told in parsed(answer.text).xpath("//section[@id='samples']//*[@role='alert']")[0].text_content()
    assert site.register.sample_names() == ("خريف-1",)

"""What is refused is told in the language of the page: every refusal has a key, and in Arabic no English sentence is left."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from sijill.knowledge import Knowledge
from sijill.model.said import Said, said, said_by
from sijill.register.desk_decisions import Reviewer, Wish, incident_version, take
from sijill.store.names import names_of
from sijill.store.register import open_register
from sijill.web.settings import Settings
from sijill.web.telling import why
from sijill.web.words import FOLDER, wording, words_in
from tests.web.desks import Desk, desk_on, knowledge, parsed, sample
from tests.web.test_registry import ENTRY, form_of
from tests.web_server import serving, status

__all__ = ["knowledge", "sample"]
SOURCES = FOLDER.parent.parent
_PLACES = re.compile(r"\{(\w+)")
# Three Latin words in a row, outside of code and of names in quotation marks, are a sentence.
_ENGLISH = re.compile(r"[A-Za-z']{2,}(?:[ ,;:]+[A-Za-z']{2,}){2,}")
# The modules whose errors a page shows, and the errors.
SPOKEN = (
    "register/review.py", "register/values.py", "register/pointing.py", "register/adding.py", "register/proposals.py",
    "register/desk_decisions.py", "knowledge/schema.py", "knowledge/files.py", "knowledge/own.py", "reading/proof.py", "sources/fetch.py",
    "sources/web.py", "sources/pages.py", "sources/text_files.py", "sources/capture.py", "web/pages/correcting.py",
)  # fmt: skip
ERRORS = frozenset({"ReviewError", "ValueFaultError", "PointingError", "AddError", "ProposalError", "OwnError", "SourceError", "Fault"})
CORRECT = {"kind": "correct", "field": "killed", "words": "many", "reason": "x"}
OF_COMMANDS = ("standard input is closed; give a file, or pipe a text into it",)  # no page reads standard input


def english(told: str) -> bool:
    """Whether there is an English sentence, beside values that stand apart (U+2068 … U+2069) as they are."""
    return _ENGLISH.search(re.sub("\u2068[^\u2069]*\u2069", "", told)) is not None


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node


def test_every_key_has_words_in_both_languages_and_every_place_is_filled() -> None:
    keys = set()
    for file in SOURCES.rglob("*.py"):
        for call in calls(file):
            if call.func.id != "said" or len(call.args) != 2 or not isinstance(call.args[0], ast.Constant):  # type: ignore[attr-defined]
                continue
            key, given = str(call.args[0].value), {word.arg for word in call.keywords}
            keys.add(key)
            for lang in ("ar", "en"):
                needed = set(_PLACES.findall(wording()[f"why.{key}"][lang]))
                assert needed <= given, (file.name, key, lang)
    assert len(keys) > 150


@pytest.mark.parametrize("module", SPOKEN)
def test_whatever_is_refused_has_a_key(module: str) -> None:
    """No sentence is written where an error is made: it is `said` under a key, or handed on from where it was."""
    for call in calls(SOURCES / module):
        if call.func.id in ERRORS or call.func.id == "wrong":  # type: ignore[attr-defined]
            for arg in call.args:
                plain = isinstance(arg, ast.JoinedStr) or (isinstance(arg, ast.Constant) and " " in str(arg.value))
                assert not plain or ast.unparse(arg).strip("'\"") in OF_COMMANDS or "entry {number}" in ast.unparse(arg), ast.unparse(arg)


def test_words_in_words_and_values_are_told_in_the_language() -> None:
    inner = said("form.words", "give words, {most} at most", most=40)
    told = said("value.form", "{value!r} is no value of {field}: {why}", value="x", field="killed", why=inner)
    assert told == "'x' is no value of killed: give words, 40 at most"
    assert why(words_in("en"), told) == "“x” is no value of Killed: give words, 40 at most"
    assert "أعطِ كلمات" in why(words_in("ar"), told)
    assert "killed" not in why(words_in("ar"), told)
    assert said_by(ValueError(told)).key == "value.form"
    assert said_by(ValueError("x")).key == ""
    assert why(words_in("ar"), Said("no key at all")) == words_in("ar")("why.other")
    assert why(words_in("en"), Said("no key at all")) == "no key at all"
    assert why(words_in("ar"), "IQ") == "IQ"


@pytest.fixture
def desk(sample: Path, tmp_path: Path, knowledge: Knowledge) -> Iterator[Desk]:
    where = tmp_path / "register.sqlite"
    shutil.copy(sample, where)
    settings = Settings(str(where), local=True, reviewer="منى", lexicon=tmp_path / "own", inner=("127.0.0.2/32",))
    with open_register(where, names=names_of(knowledge)) as register:
        for made in desk_on(register, knowledge, settings):
            made.client.headers["accept-language"] = "ar"
            yield made


def send(desk: Desk, way: str, hx: bool = False, **fields: Any) -> Response:
    page = parsed(desk.page("/me", lang="ar"))
    token = page.xpath("//input[@name='csrf']/@value")[0]
    headers = {"hx-request": "true"} if hx else {}
    return desk.client.post(way, data={"csrf": token, **fields}, headers=headers, follow_redirects=False)


def in_arabic(answer: Response, least: int = 400) -> str:
    """The words of what was refused, which hold no English sentence."""
    assert answer.status_code >= least, answer.text[:500]
    if answer.headers["content-type"].startswith("text/plain"):
        told = answer.text
    else:
        page = parsed(answer.text)
        alerts = page.xpath("//*[@role='alert'] | //*[contains(@class, 'fault')] | //*[@id='proof']")
        assert alerts, answer.text[:3000]
        told = " ".join(alert.text_content() for alert in alerts)
    assert re.search("[\u0621-\u064a]{3}", told), told
    assert not english(told), told
    return " ".join(told.split())


def test_pages_refuse_in_arabic(desk: Desk) -> None:
    one, two = (row.id for row in desk.register.incidents(limit=2).rows)
    seen = incident_version(desk.register, one) or ""
    way = f"/incidents/{one}"
    good = {"version": seen, "reason": "x"}
    report = desk.register.incidents(limit=1).rows[0].record["reports"][0]
    cases: list[tuple[str, dict[str, Any], str]] = [
        (f"{way}/decide/reject", {"version": seen}, "السبب"),
        (f"{way}/decide/flag", {"version": "1-0000000000000000", "reason": "x"}, ""),
        (f"{way}/decide/flag", good | {"more": "x"}, "ليس مما يُطلب هنا"),
        (f"{way}/correct/killed", good | {"low": "five"}, "ليس «\u2068five\u2069» عدداً"),
        (f"{way}/correct/killed", good | {"low": "5", "high": "3"}, "العدد الأعلى"),
        (f"{way}/correct/date", good | {"start": "yesterday"}, "يوماً"),
        (f"{way}/correct/date", good | {"start": "2021-09-12", "end": "2021-09-01"}, "قبل الأول"),
        (f"{way}/correct/clock", good | {"one": "25:99"}, "ساعة"),
        (f"{way}/correct/type", good | {"one": "party"}, "نوعاً من الأحداث"),
        (f"{way}/correct/factuality", good | {"one": "sure"}, ""),
        (f"{way}/correct/place", good | {"place_name": "Nowhere at all there"}, "مكاناً"),
        (f"{way}/correct/perpetrators", good | {"chosen": ["{}"]}, "طرفاً"),
        (f"{way}/correct/weapons", good, "لم يُختر شيء"),
        (f"{way}/correct/killed", good | {"low": "3", "words": "not in it", "words_report": report}, "لا يرد"),
        (f"{way}/correct/killed", good | {"low": "3", "words": "x", "words_report": "none"}, "لا يوجد تقرير"),
        (f"{way}/correct/killed", good | {"low": "3", "evidence": ["0:999999:" + report]}, "خارج نص التقرير"),
        (f"{way}/correct/killed", good | {"low": "3", "evidence": ["here"]}, "موضعاً في نص"),
        (f"{way}/split", good | {"events": []}, "بعض أحداثها"),
        (f"{way}/split", good | {"events": ["none#e0"]}, "من أحداث الواقعة"),
        (f"{way}/merge", good | {"other": one, "other_version": seen}, ""),
        (f"{way}/undo/99999", good, ""),
        ("/add/read", {"text": "An article in English that nobody here reads at all, about nothing."}, "ليست العربية"),
        ("/add/read", {"text": "١٢٣ 456"}, "لا حروف"),
        ("/add/read", {"text": "قتل ثلاثة " * 20_000}, "حرفاً"),
        ("/add/read", {"text": "قتل ثلاثة", "published": "tomorrow"}, "يوماً"),
        ("/add/fetch", {"address": "ftp://example.org/x"}, "https://"),
        ("/add/fetch", {"address": "http://127.0.0.1/"}, "شبكة المضيف"),
        ("/add/fetch", {"address": "http://user:pass@example.org/"}, "كلمة مرور"),
        ("/registry/proposals/999999999/approve", {}, ""),
        ("/exports/releases", {"note": "x" * 600}, "حرفاً"),
        ("/look", {}, "ناقص"),
        ("/accounts/x/disable", {}, "ليس عدداً صحيحاً"),
        ("/nothing", {}, ""),
        (f"/incidents/{'x' * 500}/decide/flag", good, ""),
    ]  # fmt: skip
    for address, fields, told in cases:
        for hx in (False, True):
            answer = send(desk, address, hx, **fields)
            words = in_arabic(answer)
            assert told in words, (address, words)
    in_arabic(desk.client.post("/add", content=b"x" * 3_000_000, headers={"content-type": "text/plain"}))
    in_arabic(desk.client.get("/incidents/%00"))
    assert two != one


def test_what_others_decided_is_refused_in_arabic(desk: Desk) -> None:
    one = desk.register.incidents(limit=1).rows[0].id
    done = take(desk.register, desk.workshop, Wish("correct", (one,), "x", field="killed", value=[1, 2]), Reviewer("منى"))
    seen = incident_version(desk.register, one) or ""
    words = in_arabic(send(desk, f"/incidents/{one}/decide/accept", version=seen))
    assert "أنت صححت هذه الواقعة" in words
    assert "يقبلها غيره" in words
    number = done.decision.id
    assert send(desk, f"/incidents/{one}/undo/{number}", version=seen, reason="x").status_code == 303
    seen = incident_version(desk.register, one) or ""
    assert "تُراجع عنه" in in_arabic(send(desk, f"/incidents/{one}/undo/{number}", version=seen, reason="x"))
    assert "لا ينتظر مراجعاً" in in_arabic(send(desk, f"/incidents/{one}/confirm/{number}", version=seen, reason="x"))


def test_what_a_site_refuses_is_told_in_arabic(desk: Desk) -> None:
    with serving("127.0.0.2") as site:
        site.page(
            "/english", "<html><body><p>An article in English, of some length, that nobody reads here today.</p></body></html>", "text/html"
        )
        site.page("/empty", "")
        site.page("/picture", "\x89PNG\r\n\x1a\n\0\0", "image/png")
        for code in (401, 403, 404, 410, 418, 451, 500):
            site.replies[f"/{code}"] = status(code)
        for path in ("english", "empty", "picture", "401", "403", "404", "410", "418", "451", "500"):
            in_arabic(send(desk, "/add/fetch", address=f"{site.url}/{path}"))
        site.page("/robots.txt", "User-agent: *\nDisallow: /")
    with serving("127.0.0.2") as site:
        site.page("/robots.txt", "User-agent: *\nDisallow: /")
        assert "robots.txt" in in_arabic(send(desk, "/add/fetch", address=f"{site.url}/x"))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "actor.af.taliban"},
        {"id": "../../etc/passwd"},
        {"say": ["حركة طالبان"]},
        {"means": {"label": "x", "label_ar": "س", "kind": "gang", "country": "ZZ", "since": "long ago", "parent": "none"}},
        {"means": {}},
        {"source": ""},
        {"say": []},
        {"matches": [{"text": "تبنى الفصيل الهجوم", "finds": "كتائب سيف النخيل"}]},
        {"ignores": [{"text": "تبنت كتائب سيف النخيل الهجوم"}]},
        {"ignores": []},
        {"matches": []},
    ],
)
def test_what_is_wrong_with_an_entry_is_told_in_arabic(desk: Desk, changed: dict[str, Any]) -> None:
    answer = send(desk, "/registry/proposals/try", **form_of(ENTRY | changed))
    in_arabic(answer, 200)
    assert parsed(answer.text).xpath("//*[@id='proof']//li")


@pytest.mark.parametrize("form", ["acled", "ucdp", "plover"])
def test_why_an_export_leaves_something_out_is_told_in_arabic(desk: Desk, form: str) -> None:
    one = desk.register.incidents(limit=1).rows[0].id
    take(desk.register, desk.workshop, Wish("reject", (one,), "x"), Reviewer("منى"))
    page = parsed(desk.page(f"/exports/about?form={form}", lang="ar"))
    (table,) = page.xpath("//table[contains(@class, 'narrow-table')]")
    (which,) = page.xpath("//details[.//a[starts-with(@href, '/incidents/')]]")
    assert "رفضها مراجع" in table.text_content()
    for told in (table.text_content(), which.text_content()):
        assert not english(told), told


def test_the_api_refuses_in_the_language_asked_for_under_one_code(desk: Desk) -> None:
    one = desk.register.incidents(limit=1).rows[0].id
    token = desk.client.get("/api/v1/me").json()["csrf"]
    seen = f'"{incident_version(desk.register, one)}"'
    cases: list[tuple[str, Any, str, str]] = [
        (f"/incidents/{one}/decisions", {"kind": "reject"}, "failed.decision", "decision.reason"),
        (f"/incidents/{one}/decisions", CORRECT, "failed.decision", "value.figure"),
        (f"/incidents/{one}/decisions", {"kind": "correct", "reason": "x"}, "failed.values", "api.correct"),
        (f"/incidents/{one}/decisions", {"kind": "dance"}, "failed.values", ""),
        ("/incidents/none/decisions", {"kind": "flag", "reason": "x"}, "missing.incident", "missing.incident"),
        ("/decisions/999/undo", {"reason": "x"}, "missing.decision", "decision.none"),
        ("/reports", {"text": "nothing that anybody reads here"}, "failed.add", "text.not_arabic"),
        ("/reports", {"text": "قتل", "country": "ZZ"}, "failed.values", ""),
        ("/reports", {"text": "قتل\0"}, "failed.values", ""),
        ("/reports/by-address", {"address": "http://127.0.0.1/"}, "refused.address", "fetch.robots_not_read"),
        ("/samples", {"name": "a b"}, "failed.values", ""),
    ]  # fmt: skip
    for address, body, code, reason in cases:
        told = {}
        for lang in ("ar", "en", ""):
            headers = {"x-csrf-token": token, "if-match": seen, "accept-language": lang}
            answer = desk.client.post(f"/api/v1{address}", json=body, headers=headers)
            found = answer.json()
            assert (found["code"], found.get("reason", "")) == (code, reason), found
            assert "Accept-Language" in answer.headers["vary"]
            said_here = " ".join([found["title"], found.get("detail", ""), *(at["message"] for at in found.get("where", ()))])
            told[lang] = said_here
            assert english(said_here) == (lang != "ar"), found
        assert told["en"] == told[""]  # programs that ask for no language are answered in English

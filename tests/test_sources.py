"""Bytes, files, folders and JSON Lines to reports, and what is told about those that cannot be read."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Report
from sijill.sources import LIMIT, LONGEST, Defaults, Located, SourceError, decode, language_of, read_paths

NEWS = "قُتل جنديان وأصيب ثالث بانفجار عبوة ناسفة شمالي بعقوبة، بحسب ما أفاد به مصدر أمني في المحافظة مساء أمس."


NOTHING_KNOWN = Defaults()


def reports(*paths: str | Path, defaults: Defaults = NOTHING_KNOWN, stdin: bytes | None = None) -> list[Report | SourceError]:
    return list(read_paths([str(p) for p in paths], defaults, io.BytesIO(stdin) if stdin is not None else None))


def errors(*paths: str | Path) -> list[str]:
    return [str(item) for item in reports(*paths) if isinstance(item, SourceError)]


def text_of(item: Report | SourceError) -> str:
    assert isinstance(item, Report), item
    return item.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_encodings_are_told_apart(encoding: str, tmp_path: Path) -> None:
    words = NEWS.replace("ُ", "") + " (2021)\n" + "وقال شهود: «سمعنا دويا»."
    path = tmp_path / "a.txt"
    path.write_bytes(words.encode(encoding))
    assert text_of(reports(path)[0]) == words


def test_utf16_with_a_big_endian_mark() -> None:
    assert decode(b"\xfe\xff" + NEWS.encode("utf-16-be")) == NEWS


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    """Nothing but a SourceError ever comes out, and what is decoded is never blank."""
    try:
        assert decode(data).strip()
    except SourceError:
        return


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوية .،\n0123456789«»", min_size=1).filter(str.strip))
def test_utf8_arabic_always_comes_back(words: str) -> None:
    assert decode(words.encode()) == words


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7\x00\x01\x02" * 20, "is a binary file (PDF), not text"),
        (bytes(range(256)) * 8, "is a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a binary file (PNG image)"),
        (NEWS.encode()[:-3] + b"\xff" + NEWS.encode(), "is UTF-8 with a broken byte (0xFF"),
        (b"caf\xe9 au lait, tr\xe8s bien " * 5, "neither UTF-8, UTF-16 nor windows-1256"),
    ],
)
def test_bad_files_are_told_what_is_wrong(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    (message,) = errors(path)
    assert str(path) in message
    assert told in message


def test_lone_surrogate_in_a_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "s.txt"
    path.write_bytes(f"{NEWS}\n{NEWS}\n".encode() + b"\xed\xa0\xbd" + NEWS.encode())
    (message,) = errors(path)
    assert message.startswith(f"{path}:3: lone surrogate U+D83D")


def test_lone_surrogate_in_json_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    good = json.dumps({"text": NEWS})
    path.write_text(good + "\n" + good[:-2] + '\\ud83d"}\n' + good + "\n")
    found = reports(path)
    assert [isinstance(item, Report) for item in found] == [True, False, True]
    assert str(found[1]).startswith(f"{path}:2: lone surrogate U+D83D")


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)
    (message,) = errors(path)
    assert "has 50.0 MB; one article may have 20 MB at most" in message


def test_a_line_too_large_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("wb") as handle:
        handle.write(json.dumps({"id": "a", "text": NEWS}).encode() + b"\n")
        handle.write(b'{"text": "' + b"x" * (LIMIT + 10) + b'"}\n')
        handle.write(json.dumps({"id": "b", "text": NEWS}).encode() + b"\n")
    found = reports(path)
    assert [item.id if isinstance(item, Report) else "error" for item in found] == ["a", "error", "b"]
    assert str(found[1]).startswith(f"{path}:2: this line has 20.0 MB")


def test_jsonl_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {
        "id": "x1",
        "outlet": "وكالة",
        "published": "2021-09-12T05:00:00+03:00",
        "url": "https://example.org/1",
        "title": "خبر",
        "text": NEWS,
    }
    path.write_text(json.dumps(record) + "\n\n")
    (report,) = reports(path)
    assert isinstance(report, Report)
    assert (report.id, report.outlet, report.published, report.url) == ("x1", "وكالة", date(2021, 9, 12), "https://example.org/1")
    assert report.text == f"خبر\n{NEWS}"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": "abc"', "broken JSON at column"),
        ("[1, 2]", "must be a JSON object, not list"),
        ('{"body": "abc"}', 'needs "text" with the article\'s words (its keys: body)'),
        ('{"text": ["a"]}', '"text" must be a string or null, not list'),
        ('{"text": "abc", "published": "2021-13-40"}', "\"published\" is '2021-13-40', which is no day; write it as YYYY-MM-DD"),
        ('{"text": "abc", "published": "12/09/2021"}', "which is no day"),
        ('{"text": "abc", "published": 20210912}', '"published" must be a string or null, not int'),
        ("[" * 100_000, "JSON that cannot be read"),
        ('{"text": ' + "9" * 5000 + "}", "JSON that cannot be read"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(line: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    good = json.dumps({"id": "g", "text": NEWS})
    path.write_text(f"{good}\n{line}\n{good}\n")
    found = reports(path)
    assert [isinstance(item, Report) for item in found] == [True, False, True]
    message = str(found[1])
    assert message.startswith(f"{path}:2: ")
    assert told in message


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The army said on Thursday that two soldiers were killed in the north of the country and that it had begun.", "English"),
        (
            "Deux soldats ont été tués dans le nord du pays, a annoncé le ministère de la défense dans une déclaration à la presse.",
            "French",
        ),
        ("Bakanlık, kuzeyde iki askerin öldürüldüğünü ve bir operasyonun başladığını bugün yaptığı açıklama ile duyurdu.", "Turkish"),
        ("שני חיילים נהרגו בצפון המדינה, מסר דובר הצבא ביום חמישי", "Hebrew"),
        ("وزارت دفاع اعلام کرد که دو سرباز در شمال کشور کشته شدند و چند نفر دیگر زخمی شده‌اند و عملیات جستجو آغاز گردید", "Persian"),
        ("وزارت دفاع نے کہا ہے کہ ملک کے شمال میں دو فوجی ہلاک ہوئے ہیں اور تلاش کی کارروائی شروع کر دی گئی ہے", "Urdu"),
        ("وەزارەتی بەرگری ڕایگەیاند کە دوو سەرباز لە باکووری وڵات کوژراون و گەڕان دەستی پێکردووە", "Sorani Kurdish"),
    ],
)
def test_what_is_not_arabic_is_named_by_its_language(words: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(words, encoding="utf-8")
    (message,) = errors(path)
    assert f"the text is {name} (" in message
    assert "not Arabic" in message


@pytest.mark.parametrize(
    "words",
    [
        NEWS,
        "قتل جنديان",
        NEWS.replace("ي", "ی").replace("ك", "ک"),  # typed on a Persian keyboard
        NEWS + " وقال المتحدث باسم شركة Google إن حساب @user على Twitter أغلق.",
        "أعلن گوران مصطفى، القيادي في حركة التغيير، أن المفاوضات مع الحكومة توقفت منذ الخميس الماضي في أربيل.",
    ],
)
def test_arabic_is_arabic(words: str) -> None:
    language = language_of(words)
    assert language is not None
    assert language.code == "ar"


def test_a_text_without_letters(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text("12 / 34 ... 56")
    assert errors(path) == [f"{path}: the text holds no letters"]
    assert language_of("123") is None


def test_folders_globs_and_missing_paths(tmp_path: Path) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    for name in ("d/b.txt", "d/a.txt", "d/e/c.txt", "d/.hidden.txt", "d/note.md"):
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    assert [r.id for r in reports(tmp_path / "d") if isinstance(r, Report)] == ["a", "b", "c"]
    assert [r.id for r in reports(tmp_path / "d" / "*.txt") if isinstance(r, Report)] == ["a", "b"]
    assert errors(tmp_path / "nothing.txt") == [f"{tmp_path}/nothing.txt: no such file or folder"]
    assert errors(tmp_path / "*.csv") == [f"{tmp_path}/*.csv: matches no file"]
    (tmp_path / "empty").mkdir()
    assert errors(tmp_path / "empty") == [f"{tmp_path}/empty: holds no .txt or .jsonl files"]


def test_standard_input_as_text_and_as_json_lines() -> None:
    (report,) = reports("-", stdin=NEWS.encode())
    assert isinstance(report, Report)
    assert report.id == report.sha256[:12]
    found = reports("-", stdin=(json.dumps({"id": "j", "text": NEWS}) + "\n{\n").encode())
    assert [item.id if isinstance(item, Report) else str(item).split(": ")[0] for item in found] == ["j", "<stdin>:2"]


def test_an_empty_json_lines_file(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text("\n\n")
    assert errors(path) == [f"{path}: is empty"]


def test_defaults_fill_only_what_is_not_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": NEWS, "outlet": "وكالة"}) + "\n" + json.dumps({"text": NEWS, "published": "2020-01-01"}) + "\n")
    first, second = reports(path, defaults=Defaults(date(2021, 9, 12), "أخرى", "IQ", ""))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.outlet, first.published, first.country) == ("وكالة", date(2021, 9, 12), "IQ")
    assert (second.outlet, second.published) == ("أخرى", date(2020, 1, 1))


def test_line_numbers_count_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n" + json.dumps({"text": "This one is in English and it is about the war in the north."}) + "\n")
    assert errors(path)[0].startswith(f"{path}:3: the text is English")


def test_an_error_can_be_printed_whatever_the_name() -> None:
    assert str(SourceError("a\udcff.txt", 3, "is empty")) == "a\\udcff.txt:3: is empty"


BARE = NEWS.replace("ُ", "")


@pytest.mark.parametrize("words", [BARE, "قتل جنديان في الموصل؟", "قتل جندي وأصيب مدني بانفجار عبوة", BARE * 40])
def test_iso_8859_6_is_told_from_windows_1256(words: str) -> None:
    assert decode(words.encode("iso8859_6")) == words
    assert decode(words.encode("cp1256")) == words


def test_letters_are_sampled_not_signs() -> None:
    """A heading of ten thousand marks is not the text."""
    for opening in ("«" * 10_000, "- " * 20_000, "2021/" * 5_000, "قال ئە " + "«" * 30_000):
        language = language_of(opening + NEWS * 10)
        assert language is not None
        assert language.code == "ar"
    assert decode(("«" * 30_000 + NEWS).encode("cp1256")).endswith(NEWS)


def test_an_article_too_long_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = (NEWS + "\n") * (LONGEST // len(NEWS) + 1)
    path.write_text("\n".join(json.dumps({"text": text}) for text in (NEWS, long, NEWS)))
    found = reports(path)
    assert [isinstance(item, Report) for item in found] == [True, False, True]
    assert str(found[1]).startswith(f"{path}:2: the article has {len(long) - 1:,} characters; one article may have {LONGEST:,} at most")


def test_a_report_knows_where_it_was_found(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.jsonl", tmp_path / "b.txt"
    path.write_text("\n" + json.dumps({"text": NEWS, "outlet": "x", "published": "2021-09-12", "url": "u", "country": "IQ"}))
    plain.write_text(NEWS, encoding="utf-8")
    one, two = reports(path, plain)
    assert isinstance(one, Located)
    assert isinstance(two, Located)
    assert (one.place, two.place) == (f"{path}:2", str(plain))
    assert (one.outlet, one.published, one.url, one.country, one.text) == ("x", date(2021, 9, 12), "u", "IQ", NEWS)


def test_an_error_gives_a_terminal_nothing_to_obey() -> None:
    assert str(SourceError("a\x1b[2J\u202e.txt", None, "is empty")) == "a\\x1b[2J\\u202e.txt: is empty"


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert errors("-") == ["<stdin>: standard input is closed; give a file, or pipe a text into it"]

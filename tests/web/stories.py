"""Articles of our own about one incident: two tolls, a reprint, a claim; and one that comes again with other words."""

from __future__ import annotations

import json
from pathlib import Path

BOMB = (
    "قُتل 3 جنود وأصيب 5 آخرون بانفجار عبوة ناسفة استهدفت رتلا للجيش العراقي في مدينة الرمادي أمس الأحد، بحسب مصدر أمني.\n"
    "وقال المصدر إن قوة أمنية طوقت المكان."
)
STORY = (
    ("s1", "وكالة الرافد", "2021-09-13", "ثلاثة قتلى بانفجار عبوة ناسفة في الرمادي", BOMB),
    (
        "s2", "صحيفة الضفاف", "2021-09-13", "انفجار في الرمادي",
        "أعلنت الشرطة أن عبوة ناسفة انفجرت على رتل للجيش في الرمادي أمس الأحد، ما أدى إلى مقتل 5 جنود وإصابة 7 بجروح.",
    ),
    ("s3", "إذاعة الجسر", "2021-09-13", "ثلاثة قتلى بانفجار عبوة ناسفة في الرمادي", BOMB),
    (
        "s4", "بوابة المتوسط", "2021-09-14", "تنظيم الدولة يتبنى تفجير الرمادي",
        "تبنى تنظيم الدولة الإسلامية تفجير عبوة ناسفة برتل للجيش في الرمادي يوم الأحد، وقال إن 5 جنود قتلوا.",
    ),
)  # fmt: skip
SHELLS = "قصفت المدفعية أحياء سكنية في مدينة حلب أمس الجمعة، ما أسفر عن مقتل {n} مدنيين."
OTHER = (("v1", "صحيفة الضفاف", "2014-03-08", "قصف في حلب", SHELLS.format(n=5)),)
AGAIN = (("v1", "صحيفة الضفاف", "2014-03-08", "قصف في حلب", SHELLS.format(n=6)),)
HOSTILE = (
    (
        "h1", "<b>صحيفة</b>", "2019-05-06", "<script>alert(1)</script> & \"عنوان\"",
        "قُتل 3 جنود <img src=x onerror=alert(1)> بانفجار عبوة ناسفة في تكريت أمس الأحد.\r\n\r\n\t&lt;script&gt; {{ 7*7 }} \u202e مقلوب",
    ),
)  # fmt: skip


def as_file(where: Path, articles: tuple[tuple[str, ...], ...]) -> Path:
    """The articles as a file that is ingested."""
    names = ("id", "outlet", "published", "title", "text")
    lines = [json.dumps(dict(zip(names, article, strict=True)), ensure_ascii=False) for article in articles]
    where.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return where

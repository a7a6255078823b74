"""The parts of a page's text: title, dateline, sentences, and related links that are not the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every mark that can end a sentence. A full stop ends one unless it stands inside a number or an abbreviation of one letter.
_MARK = re.compile("[.!؟?…؛]")
_END = re.compile(
    r"(?<=[^\W\d_]{2})[.](?=\s|$|[^\W\d_])|(?<=[\d\"')\]%])[.](?=\s|$)|[!؟?]+(?=[\"')\]]*\s|[\"')\]]*$)|[.]{2,}|…"
    # A semicolon ends one where another clause begins, not before the means, the cause, the place or the outcome of what was told.
    r"|؛(?=\s)(?!\s+(?:(?:وذلك|مما|ما|جراء|اثر|نتيجه|بسبب|بعد|عقب|قبل|خلال|اثناء|في|علي|من|عن|حيث|اذ|متاثرا?|متاثر\w+|شمالي?|جنوبي?|شرقي?|غربي?)\b"
    r"|ب(?!دا|عض|ين|لغ|ات\b|قي|حث)\w{3,}|ل(?!كن|م\b|ن\b|يس|ا\b|ق|دي|هذا|ذا|ذلك|حق)\w{3,}))"
)
_LINK = re.compile(
    r"^\W*(?:اقرا|اقراي?|اقرؤوا|شاهد|طالع|تابع|لمزيد|للمزيد|المزيد|روابط|مواضيع|موضوعات|اخبار) ?"
    r"(?:ايضا|المزيد|ذات (?:علاقه|صله)|متعلقه|اخري|من الاخبار)\b"
)
# A link list that a page's text runs into the article, and the words with which the article goes on.
_LINK_INSIDE = re.compile(r"(?:روابط ذات (?:علاقه|صله)|مواضيع ذات صله|موضوعات ذات صله|اقرا ايضا|شاهد ايضا|طالع ايضا|اقرا المزيد)\b")
_HEADINGS = ("ذات علاقه", "ذات صله", "اقرا ايضا", "شاهد ايضا", "طالع ايضا", "اقرا المزيد")  # one of them stands in each such heading
_GOES_ON = re.compile(
    r"\s(?=(?:يذكر ان|يشار الي|كما |من جهه |من جهته |من جانبه |هذا وقد "
    r"|و(?:كان|كانت|قال|قالت|اضاف|اضافت|اوضح|اكد|ذكر|ذكرت|افاد|في|بحسب|وفق|تاتي|ياتي|اشار|اعلن) ))"
)
_DATELINE = re.compile(r"^\W*([^\W\d_][^\n:.]{1,60}?)\s*(?::|-{1,2}|/)\s")
TITLE_LONGEST = 160  # folded code points; the longest first line taken for a title when no full stop ends it
DATELINE_WORDS = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A folded range that is one sentence, with the paragraph that holds it and what it is."""

    start: int
    end: int
    paragraph: int
    kind: str


@dataclass(frozen=True, slots=True)
class Layout:
    """All parts in order, and the folded range of the dateline where there is one."""

    parts: tuple[Part, ...]
    dateline: tuple[int, int] | None


def layout_of(text: str) -> Layout:
    """Cut a folded text into parts."""
    parts: list[Part] = []
    dateline: tuple[int, int] | None = None
    paragraph = 0
    position = 0
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    listed = any(heading in text for heading in _HEADINGS)
    for line in lines:
        start, position = position, position + len(line) + 1
        if not line.strip():
            continue
        kind = "body"
        if paragraph == 0 and len(filled) > 1 and len(line) <= TITLE_LONGEST and not line.rstrip().endswith((".", "..")):
            kind = "title"
        elif _LINK.match(line) and len(line.split()) <= 30:
            kind = "link"
        if kind == "body" and dateline is None and paragraph <= 2:
            match = _DATELINE.match(line)
            if match and len(match.group(1).split()) <= DATELINE_WORDS:
                dateline = (start + match.start(1), start + match.end(1))
        for a, b in _sentences(text, start, start + len(line)):
            if not listed:
                parts.append(Part(a, b, paragraph, kind))
                continue
            parts += [Part(x, y, paragraph, "link" if link else kind) for x, y, link in _without_links(text, a, b)]
        paragraph += 1
    return Layout(tuple(parts), dateline)


def _without_links(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Cut a link list out of a sentence: from its heading to the words with which the article goes on."""
    for heading in _LINK_INSIDE.finditer(text, start, end):
        if heading.start() == 0 or text[heading.start() - 1].isspace():
            break
    else:
        return [(start, end, False)]
    again = _GOES_ON.search(text, heading.end(), end)
    stop = again.end() if again else end
    cuts = [(start, heading.start(), False), (heading.start(), stop, True), (stop, end, False)]
    return [cut for cut in cuts if text[cut[0] : cut[1]].strip()]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    begin = start
    stop = start
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        if at < stop:
            continue
        match = _END.match(text, at, end)
        if match is None:
            continue
        stop = match.end()
        while stop < end and text[stop] in "\"')]":
            stop += 1
        if text[begin:stop].strip():
            cuts.append((begin, stop))
        begin = stop
    if text[begin:end].strip():
        cuts.append((begin, end))
    return cuts

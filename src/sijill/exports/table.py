"""A table for people in a terminal, right-to-left aware.

Terminals order the letters of a line by the Unicode bidi algorithm, which lets Arabic of one cell
flow into the next. Each line of each cell is therefore an isolate of its own (FSI … PDI), and the
lines are broken here, since an isolate must close on the line on which it opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from rich.box import HORIZONTALS
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.style import Style
from rich.table import Table
from rich.text import Text

from sijill.exports.labels import FIELDS, STATES, count_name, country_name, one, type_label, weapon_name, when_name
from sijill.model import Event, Party, Reading, Statement

FSI, PDI = "\u2068", "\u2069"
# Characters that a terminal would obey: controls are shown as escapes; marks that open or close a direction,
# of which one in a cell would undo the isolate around it, are left out.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n|[\t\u2028\u2029]")


def harmless(words: str) -> str:
    """Words that can be shown in a terminal cell, line feeds kept."""
    plain = _TURNS.sub("", _BREAKS.sub(" ", words))
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", plain)


class Cell:
    """Words that stay in their cell, whatever their direction."""

    def __init__(self, words: str, style: str = "", right: bool = False, isolated: bool = False) -> None:
        # Isolated words were made harmless before their isolates were put in.
        self.words = words if isolated else harmless(words)
        self.style = style
        self.right = right
        self.isolated = isolated  # its parts stand in isolates of their own

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for paragraph in self.words.split("\n"):
            for line in Text(paragraph).wrap(console, options.max_width):
                plain = line.plain.strip()
                blank = " " * max(0, options.max_width - cell_len(plain)) if self.right else ""
                shown = plain if self.isolated else f"{FSI}{plain}{PDI}"
                yield Text(f"{blank}{shown}" if plain else "", style=self.style, no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max((cell_len(line) for line in self.words.split("\n")), default=0)
        word = max((cell_len(w) for w in self.words.split()), default=0)
        return Measurement(min(word, options.max_width), min(longest, options.max_width))


class PlainConsole(Console):
    """A console that leaves a closed pipe to whoever called it."""

    def on_broken_pipe(self) -> None:
        """Not an exit of our own."""
        raise BrokenPipeError


def console_for(file: IO[str], width: int | None = None) -> Console:
    """A console that writes to a file: plain text and 120 columns wide where that is no terminal."""
    terminal = bool(getattr(file, "isatty", lambda: False)())
    return PlainConsole(file=file, width=width or (None if terminal else 120), highlight=False, emoji=False, markup=False, soft_wrap=False)


def print_readings(readings: Iterable[Reading], console: Console, lang: str = "en") -> None:
    """A heading and a table for each article, then the sum of it all."""
    articles = events = news = 0
    for reading in readings:
        print_reading(reading, console, lang)
        articles += 1
        events += len(reading.events)
        news += sum(e.status.value == "new" for e in reading.events)
    if articles > 1:
        words = (
            f"المقالات {articles}، أحداث جديدة {news}، خلفية {events - news}"
            if lang == "ar"
            else f"{articles} articles, {news} new events, {events - news} background"
        )
        console.print(Cell(words, "bold"))


def print_reading(reading: Reading, console: Console, lang: str = "en") -> None:
    """One article."""
    report = reading.report
    title = report.title or report.text.split("\n", 1)[0]
    console.print(Cell(title if len(title) <= 160 else title[:159] + "…", "bold", right=lang == "ar"))
    parts = filter(None, (report.outlet, report.published.isoformat() if report.published else "", report.id))
    about = " · ".join(f"{FSI}{harmless(part)}{PDI}" for part in parts)  # so that a day after Arabic does not turn round
    console.print(Cell(about, "dim", right=lang == "ar", isolated=True))
    if not reading.events:
        console.print(Cell("لا أحداث في هذا المقال" if lang == "ar" else "no events in this article", "italic", right=lang == "ar"))
        console.print()
        return
    console.print(_table(reading.events, lang))
    if reading.dropped:
        note = (
            f"وُجد ولم يُستعمل: {len(reading.dropped)}" if lang == "ar" else f"found and not used: {len(reading.dropped)} (see jsonl or html)"
        )
        console.print(Cell(note, "dim", right=lang == "ar"))
    console.print()


_WIDEST = {"type": 22, "date": 14, "place": 22, "by": 26, "against": 26, "toll": 16, "said": 24}


def _table(events: Iterable[Event], lang: str) -> Table:
    heads = [("type", one(FIELDS["type"], lang)), ("date", one(FIELDS["date"], lang)), ("place", one(FIELDS["place"], lang))]
    heads += [
        ("by", one(FIELDS["perpetrators"], lang)),
        ("against", one(FIELDS["targets"], lang)),
        ("toll", "الحصيلة" if lang == "ar" else "Toll"),
    ]
    heads += [("said", one(FIELDS["sources"], lang))]
    if lang == "ar":
        heads.reverse()
    table = Table(box=HORIZONTALS, pad_edge=False, show_edge=False, show_lines=True, border_style="dim")
    for name, head in heads:
        table.add_column(Cell(head, "bold", right=lang == "ar"), max_width=_WIDEST[name], justify="left")
    for event in events:
        cells = _cells(event, lang)
        style = "dim" if event.status.value == "background" else ""
        table.add_row(*(Cell(cells[name], style, right=lang == "ar") for name, _ in heads), style=Style())
    return table


def _cells(event: Event, lang: str) -> dict[str, str]:
    marks = [one(STATES[event.status.value], lang)]
    marks += [one(STATES[event.factuality.value], lang)] if event.factuality.value != "asserted" else []
    marks += [one(STATES["aggregate"], lang)] if event.aggregate else []
    marks += [one(FIELDS["loaded"], lang).lower()] if event.loaded else []
    toll = [
        f"{one(FIELDS[n], lang)}: {count_name(s.value, lang)}"
        for n, s in (("killed", event.killed), ("wounded", event.wounded), ("captured", event.captured))
        if s
    ]
    parties = [("accused", event.accused), ("denied_by", event.denied_by)]
    claims_it = bool(event.claimed_by) and [c.value for c in event.claimed_by] == [p.value for p in event.perpetrators]
    if not claims_it:
        parties.insert(0, ("claimed_by", event.claimed_by))
    claimed = [("(وقد تبنّاه)" if lang == "ar" else "(who claims it)")] if claims_it else []
    claimed += [f"{one(FIELDS[name], lang)}: {_parties(said, lang)}" for name, said in parties if said]
    comma = "، " if lang == "ar" else ", "
    weapons = [f"{one(FIELDS['weapons'], lang)}: {comma.join(weapon_name(s.value, lang) for s in event.weapons)}"] if event.weapons else []
    return {
        "type": f"{type_label(event.type.value, lang)}\n({comma.join(marks)})",
        "date": _when(event, lang),
        "place": place_words(event, lang),
        "by": "\n".join([_parties(event.perpetrators, lang) or "–", *claimed, *weapons]),
        "against": _parties(event.targets, lang) or "–",
        "toll": "\n".join(toll) or "–",
        "said": "\n".join(s.value.text for s in event.sources) or "–",
    }


def _when(event: Event, lang: str) -> str:
    """Day and hour, short enough for a column."""
    when = event.date.value if event.date else None
    if when is None or when.start is None:
        words = "بلا تاريخ" if lang == "ar" else "no date"
    elif when.start == when.end:
        words = when.start.isoformat()
    elif when.precision == "week" and when.end is not None:
        words = f"{when.start.isoformat()} – {when.end.isoformat()}"
    else:
        words = when_name(when, lang)
    return f"{words}\n{event.time.value}" if event.time else words


def place_words(event: Event, lang: str) -> str:
    """Place, province and country, each once."""
    if event.place is None:
        return "–"
    place = event.place.value
    if lang == "ar":
        return "، ".join(dict.fromkeys(filter(None, (place.text, country_name(place.country, lang)))))
    return ", ".join(dict.fromkeys(filter(None, (place.name or place.text, place.admin1, country_name(place.country, lang)))))


def _parties(parties: Iterable[Statement[Party]], lang: str) -> str:
    return "\n".join(dict.fromkeys(s.value.text if lang == "ar" else s.value.label for s in parties))

"""Smaller tables for people: mentions, an explanation, the event types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sijill.exports.labels import count_name, country_name, when_name
from sijill.exports.table import Cell, print_reading
from sijill.knowledge import EventType
from sijill.model import Count, Mention, Party, Place, Quotation, Reading, Span, When


class Taken(Protocol):
    """An entry that took words."""

    @property
    def entry(self) -> str:
        """Its id."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...

    @property
    def span(self) -> Span:
        """Where they stand."""
        ...

    @property
    def feature(self) -> str:
        """What they were taken for."""
        ...


class Lost(Protocol):
    """An entry that would have taken words, and why it did not."""

    @property
    def entry(self) -> str:
        """Its id."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...

    @property
    def winner(self) -> str:
        """The entry that took them; "" where none did."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...


def print_mentions(mentions: Iterable[Mention[Any]], console: Console) -> None:
    """Words, offsets, value and entry of each mention."""
    rows = [(m.quote, f"{m.span.start}–{m.span.end}", value_words(m.value), m.entry) for m in mentions]
    if not rows:
        console.print("nothing found")
        return
    _print(console, ("words", "offsets", "value", "entry"), rows)


def print_explanation(taken: Sequence[Taken], lost: Sequence[Lost], reading: Reading, console: Console, lang: str) -> None:
    """Which entry took which words, what lost to it, what was dropped, and the events that came out."""
    console.print(Cell("أي مدخل أخذ أي كلمات" if lang == "ar" else "Which entry took which words", "bold"))
    _print(console, ("words", "offsets", "entry", "as"), [(t.quote, f"{t.span.start}–{t.span.end}", t.entry, t.feature) for t in taken])
    if lost:
        console.print(Cell("ما غُلب" if lang == "ar" else "What lost", "bold"))
        _print(console, ("words", "entry", "lost to", "because"), [(x.quote, x.entry, x.winner, x.reason) for x in lost])
    if reading.dropped:
        console.print(Cell("ما تُرك" if lang == "ar" else "What was dropped", "bold"))
        _print(console, ("words", "stage", "because", "entry"), [(d.quote, d.stage, d.reason, d.entry) for d in reading.dropped])
    print_reading(reading, console, lang)


def print_types(types: Iterable[EventType], console: Console, lang: str) -> None:
    """The event types with their cross-walks."""
    label, definition = ("التسمية", "التعريف") if lang == "ar" else ("label", "definition")
    heads = ("id", label, "ACLED", "PLOVER", "CAMEO", definition)
    rows = [
        (
            t.type,
            t.label_ar if lang == "ar" else t.label_en,
            f"{t.acled_event_type}: {t.acled_sub_event_type}",
            t.plover,
            t.cameo,
            t.definition_ar if lang == "ar" else t.definition,
        )
        for t in types
    ]
    _print(console, heads, rows)


def value_words(value: object) -> str:
    """A mention's value for people."""
    match value:
        case When():
            shown = " ".join(filter(None, (when_name(value, "en"), value.clock))) or "open"
            return f"{shown} ({value.precision}{', ' + (value.reason or value.rule) if value.reason or value.rule else ''})"
        case Count():
            return count_name(value, "en")
        case Place():
            named = ", ".join(dict.fromkeys(filter(None, (value.name or value.text, value.admin1, country_name(value.country, "en")))))
            spot = f" {value.lat:.3f}, {value.lon:.3f}" if value.lat is not None and value.lon is not None else ""
            return f"{named} ({value.precision}){spot}"
        case Party():
            return f"{value.label} ({value.kind}{', ' + value.country if value.country else ''})"
        case Quotation():
            return f"{'words of' if value.direct else 'according to'} {value.speaker or 'nobody named'}"
        case _:
            return str(value)


def _print(console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, no_wrap=head in ("offsets", "id"), max_width=46)
    for row in rows:
        table.add_row(*(cell if head in ("offsets", "id") else Cell(cell) for head, cell in zip(heads, row, strict=True)))
    console.print(table)
    console.print()

"""Incidents in a terminal: a list of them, and one with every statement, its contradictions and its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.box import HORIZONTALS, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sijill.exports.evidence import DecisionFacts
from sijill.exports.evidence_words import REVIEWS, rule_words, shown_value
from sijill.exports.labels import FIELDS, KIND_NAMES, country_name, one, type_label, weapon_name
from sijill.exports.table import Cell
from sijill.model import IncidentRecord, Link, Told

_WORDS: dict[str, tuple[str, str]] = {
    "waiting": ("waits for a second reviewer", "بانتظار مراجع ثانٍ"),
    "id": ("Incident", "الواقعة"), "day": ("Day", "اليوم"), "type": ("What", "ما وقع"), "place": ("Where", "أين"),
    "killed": ("Killed", "القتلى"), "reports": ("Reports", "التقارير"), "review": ("Review", "المراجعة"),
    "field": ("Field", "الحقل"), "value": ("Settled on", "ما استُقر عليه"), "rule": ("By", "القاعدة"), "said": ("Words", "النص"),
    "report": ("Report", "التقرير"), "none": ("no incident", "لا وقائع"), "contested": ("contested", "فيه تضارب"),
    "history": ("Decisions", "القرارات"), "links": ("Why these are one incident", "لماذا هي واقعة واحدة"),
    "against": ("Others say", "يقول آخرون"), "more": ("more incidents follow", "وتليها وقائع أخرى"), "sum": ("score", "المجموع"),
    "independent": ("independent", "مستقلة"), "recalled": ("Recalled by", "يذكّر بها"),
    "start": ("what two events near in time and space begin with", "ما يبدأ به حدثان متقاربان زماناً ومكاناً"),
    "same": ("the same", "واحد"), "unsure": ("unsure", "غير محسوم"), "different": ("different", "مختلفان"),
}  # fmt: skip
_ORDER = (
    "type", "factuality", "date", "clock", "place", "perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons", "killed",
    "wounded", "captured",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident of a list. `days` and `place` are words; `killed` is (low, high) or None."""

    id: str
    days: str
    type: str
    place: str
    country: str | None
    killed: tuple[int, int] | None
    reports: int
    independent: int
    review: str
    contested: bool


def print_incidents(lines: Iterable[IncidentLine], console: Console, lang: str = "en", more: bool = False) -> None:
    """A list of incidents, one a row."""
    rows = list(lines)
    if not rows:
        console.print(Cell(one(_WORDS["none"], lang), "italic", right=lang == "ar"))
        return
    heads = ["id", "day", "type", "place", "killed", "reports", "review"]
    if lang == "ar":
        heads.reverse()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        table.add_column(Cell(one(_WORDS[head], lang), "bold", right=lang == "ar"), max_width=30 if head in ("type", "place") else None)
    for line in rows:
        cells = {
            "id": line.id,
            "day": line.days,
            "type": type_label(line.type, lang),
            "place": ("، " if lang == "ar" else ", ").join(filter(None, (line.place, country_name(line.country, lang)))) or "–",
            "killed": "–" if line.killed is None else _range(*line.killed),
            "reports": f"{line.reports} ({line.independent} {one(_WORDS['independent'], lang)})" if line.reports > 1 else "1",
            "review": line.review + (f" · {one(_WORDS['contested'], lang)}" if line.contested else ""),
        }
        table.add_row(*(Cell(cells[head], right=lang == "ar") for head in heads))
    console.print(table)
    if more:
        console.print(Cell(f"… {one(_WORDS['more'], lang)}", "dim", right=lang == "ar"))


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def print_incident(
    record: IncidentRecord, decisions: Sequence[DecisionFacts], titles: Mapping[str, str], console: Console, lang: str = "en"
) -> None:
    """One incident: each field with the words that support it and those that say otherwise, then its history.

    Args:
        record: the incident.
        decisions: what reviewers decided, in order.
        titles: of the reports, by id.
        console: where.
        lang: "en" or "ar".
    """
    right = lang == "ar"
    console.print(Cell(f"{record.id} · {type_label(record.type.value, lang)} · {one(REVIEWS[record.review], lang)}", "bold", right=right))
    console.print(
        Cell(
            f"{one(_WORDS['reports'], lang)}: {len(record.reports)} ({record.independent} {one(_WORDS['independent'], lang)})", right=right
        )
    )
    table = Table(box=HORIZONTALS, pad_edge=False, show_edge=False, show_lines=True, border_style="dim")
    heads = ["field", "value", "said", "against"]
    for head in reversed(heads) if right else heads:
        table.add_column(Cell(one(_WORDS[head], lang), "bold", right=right), max_width=44)
    for name in _ORDER:
        found = getattr(record, name)
        last = ""
        for settled in found if isinstance(found, tuple) else (found,) if found is not None else ():
            label = one(FIELDS.get("time" if name == "clock" else name, (name, name)), lang)
            rule = rule_words(settled.rule, "ar" if right else "en")
            value = shown_value(name, settled.value, "ar" if right else "en")
            cells = [
                label if not last else "",  # of several parties the first row says the field and the rule for all
                value if rule == last else f"{value}\n({rule})",
                _quotes(settled.support),
                _quotes(settled.against) or "–",
            ]
            table.add_row(*(Cell(cell, right=right) for cell in (reversed(cells) if right else cells)))
            last = rule
    console.print(table)
    for report in record.reports:
        console.print(Cell(f"{report}  {titles.get(report, '')}", "dim", right=right))
    if record.incident.recalled_by:
        names = ", ".join(dict.fromkeys(ref.report for ref in record.incident.recalled_by))
        console.print(Cell(f"{one(_WORDS['recalled'], lang)}: {names}", "dim", right=right))
    if decisions:
        console.print(Cell(one(_WORDS["history"], lang), "bold", right=right))
        for decision in decisions:
            console.print(Cell(decision_words(decision, lang), right=right))


def print_links(links: Sequence[Link], console: Console, lang: str, words: Mapping[str, tuple[str, str]]) -> None:
    """Why events are one incident: each link as a sum of reasons.

    Args:
        links: the strongest first.
        console: where.
        lang: "en" or "ar".
        words: what each level is called, in English and Arabic.
    """
    right = lang == "ar"
    console.print(Cell(one(_WORDS["links"], lang), "bold", right=right))
    for link in links:
        verdict = one(_WORDS[link.verdict], lang)
        console.print(Cell(f"{link.left} = {link.right}: {one(_WORDS['sum'], lang)} {link.score:+.2f} ({verdict})", right=right))
        start = link.score - sum(reason.weight for reason in link.reasons)
        rows = [(start, one(_WORDS["start"], lang), "")]
        rows += [(r.weight, one(words.get(r.level, (r.level, r.level)), lang), _detail(r.comparison, r.detail, lang)) for r in link.reasons]
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for weight, level, detail in rows:
            cells = (f"{weight:+.2f}", level, detail)
            table.add_row(*(Cell(cell, "dim", right=right) for cell in (reversed(cells) if right else cells)))
        console.print(table, justify="right" if right else "left")


def _detail(comparison: str, detail: str, lang: str) -> str:
    """What was compared, in people's words: types, weapons and kinds of parties have names; the rest says itself."""
    names = {
        "type": lambda name: type_label(name, lang),
        "weapon": lambda name: weapon_name(name, lang),
        "target": lambda name: one(KIND_NAMES.get(name, (name, name)), lang),
    }
    if comparison not in names:
        return detail
    mark = " / " if comparison == "type" else ", "
    return (mark if lang == "en" or mark == " / " else "، ").join(names[comparison](name) for name in detail.split(mark))


def _quotes(told: Iterable[Told]) -> str:
    """The words of each report, once each."""
    lines: list[str] = []
    for t in told:
        words = " … ".join(dict.fromkeys(e.quote.replace("\n", " ") for e in t.evidence))
        lines.append(f"«{words}» {t.ref.report}")
    return "\n".join(dict.fromkeys(lines))


_ACTIONS: dict[str, tuple[str, str]] = {
    "accept": ("accepted", "قبول"), "correct": ("corrected", "تصحيح"), "reject": ("rejected", "رفض"), "flag": ("flagged", "وسم للنظر"),
    "merge": ("merged", "ضم"), "split": ("split", "فصل"), "undo": ("undid a decision", "نقض قرار"), "code": ("coded", "ترميز"),
    "confirm": ("confirmed a decision", "تأكيد قرار"),
}  # fmt: skip


def decision_words(decision: DecisionFacts, lang: str = "en") -> str:
    """A decision in one line."""
    kind, _, rest = decision.action.partition(" ")
    action = one(_ACTIONS.get(kind, (kind, kind)), lang) + (f" {rest}" if rest else "")
    name = decision.field and one(
        FIELDS.get("time" if decision.field == "clock" else decision.field, (decision.field, decision.field)), lang
    )
    change = f"{decision.before or '–'} → {decision.after or '–'}" if decision.field else ""
    action += f" {decision.confirms}" if decision.confirms else ""
    waits = one(_WORDS["waiting"], lang) if decision.waiting else ""
    parts = (decision.id, f"{decision.time:%Y-%m-%d %H:%M}", decision.reviewer, action, name, change, decision.reason, waits)
    return " · ".join(part for part in parts if part)

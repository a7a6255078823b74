"""Whose toll a result verb tells: «أسفرت», «أسفرا», «خلفوا» agree in gender and number with what caused it."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.lookup import Match
from sijill.reading.annotate import Annotated
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like
from sijill.text import analyses

_STEMS = {
    "اسفر": "اسفر",
    "خلف": "خلف",
    "اوقع": "اوقع",
    "اسقط": "اسقط",
    "تسبب": "تسبب",
    "احدث": "احدث",
    "ادي": "اد",
    "اودي": "اود",
    "حصد": "حصد",
}
# A result verb and the number of its subject: «f» is told of a feminine and of many, «2» of two.
_VERBS = {
    **dict.fromkeys(_STEMS, "m"),
    **{stem + "ت": "f" for stem in _STEMS.values()},
    **{stem + ("يا" if stem in ("اد", "اود") else "ا"): "2" for stem in _STEMS.values()},
    **{stem + "تا": "2" for stem in _STEMS.values()},
}
_REACH = 8  # words between a result verb and the outcome that it brings


def agrees_with(a: Annotated, outcome: Match, acts: Sequence[Draft]) -> Draft | str | None:
    """Of the acts before an outcome, in the order of the text, the one that its result verb agrees with.

    "all" where it tells the toll of several («ثلاثة انفجارات … وانفجارا رابعا … خلفت 50 جريحا», «تفجير … وهجوم … أسفرا عن»), None where
    no result verb stands before the outcome or where it agrees with the nearest act.
    """
    words = a.doc.words
    nearest = acts[-1].trigger
    at = next((i for i in range(outcome.first - 1, max(nearest.last, outcome.first - _REACH) - 1, -1) if _form(words[i].text)), None)
    if at is None or any(words[i].text in ("ما", "مما") for i in range(max(0, at - 2), at)):
        return None
    form = _form(words[at].text)
    if form == "m" or verb_like(nearest) or (nearest.entry.pos == "phrase" and nearest.entry.frame.endswith("_verb")):
        return None
    if form == "2":
        return (
            None
            if _number(nearest) == "dual"
            else next((d for d in acts if _number(d.trigger) == "dual"), "all" if len(acts) > 1 else None)
        )
    if _number(nearest) != "sing" or _feminine(a, nearest):
        return None
    fitting = [d for d in acts[:-1] if d.number == "plural" or (not verb_like(d.trigger) and _feminine(a, d.trigger))]
    if not fitting:
        return None
    many = fitting[-1].number == "plural" or "series" in fitting[-1].cues
    return "all" if nearest.joiner == "و" and many else fitting[-1]


def begins_with_result(a: Annotated, outcome: Match, before: Sequence[Draft]) -> bool:
    """«3 انفجارات في أ وانفجارا رابعا في ب؛ خلفت 50 جريحا»: behind a semicolon such a verb tells the toll of all."""
    first = a.sentence(outcome.first).first
    if len(before) < 2 or outcome.first - first > _REACH or a.doc.words[first].text not in _VERBS:
        return False
    return agrees_with(a, outcome, before) == "all"


def _form(text: str) -> str:
    return next((_VERBS[r.rest] for r in analyses(text) if not r.article and not r.particle and r.rest in _VERBS), "")


def _number(trigger: Match) -> str:
    return trigger.form.number or "sing"


def _feminine(a: Annotated, trigger: Match) -> bool:
    head = a.doc.words[trigger.first].text
    return head.endswith(("ه", "ات")) and not trigger.form.pronoun

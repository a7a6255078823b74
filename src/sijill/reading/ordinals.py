"""«غارتين …، الأولى على سراقب والثانية على بنش»: two or more told in one word and then one by one, each with its place."""

from __future__ import annotations

from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.where import Chain, chains

_FIRST = frozenset("الاول الاولي احدهما احداهما احدها احداها واحده واحد".split())
_NEXT = frozenset("والثاني والثانيه والاخر والاخري واخر واخري والثالث والثالثه والرابع والرابعه وثانيه وثالثه وثان وثالث".split())
_NEAR = 4  # words between such a word and its place («الأولى استهدفت سوقا في الكرادة»)
_PREPOSITIONS = frozenset({"في", "ب", "علي", "قرب", "داخل", "وسط"})


def one_by_one(a: Annotated, draft: Draft) -> list[Chain]:
    """The places of the occurrences that a sentence counts off behind a dual or a plural; [] where it counts off fewer than two."""
    trigger = draft.trigger
    many = draft.number in ("dual", "plural") or any(
        (n.value.low or 0) >= 2 for n in within(a.numbers, trigger.first - 2, trigger.last + 3)
    )
    if not many and not _dual_weapon(a, draft):
        return []
    sentence, words = a.sentence(trigger.first), a.doc.words
    marks: list[int] = []
    for index in range(trigger.last, sentence.last):
        if words[index].text in (_NEXT if marks else _FIRST):
            marks.append(index)
    if len(marks) < 2:
        return []
    found: list[Chain] = []
    for mark, end in zip(marks, [*marks[1:], sentence.last], strict=True):
        chain = next((c for c in chains(a, within(a.places, mark + 1, end)) if c[0].first <= mark + 1 + _NEAR), None)
        if chain is not None and _led_in(a, mark, chain):
            found.append(chain)
    return found if len(found) > 1 else []


def _dual_weapon(a: Annotated, draft: Draft) -> bool:
    """«انفجرت سيارتان مفخختان»: what went off was two."""
    return any(w.form.number in ("dual", "plural") for w in draft.weapons)


def _led_in(a: Annotated, mark: int, chain: Chain) -> bool:
    find = chain[0].settled.find
    words = {w.text for w in a.doc.words[mark + 1 : chain[0].first + 1]}
    return bool(find.preposition or find.locative or words & _PREPOSITIONS)

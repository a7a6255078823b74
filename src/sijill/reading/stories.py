"""Where an article passes on to another story («على صعيد آخر», «من جهة ثانية», «في حادث منفصل»)."""

from __future__ import annotations

from sijill.reading.annotate import Annotated
from sijill.reading.draft import Draft
from sijill.text import Sentence

_ELSEWHERE = frozenset("اخر اخري ثان ثانيه منفصل منفصله".split())
_STORIES = frozenset("صعيد جهه ناحيه جانب سياق اطار حادث حادثه حدث شان ملف".split())
_OPENING = 5  # words in which a sentence says so


def another_story(a: Annotated, before: Draft, draft: Draft) -> bool:
    """Whether a sentence between an event's last mention and a later one begins with such words."""
    turned = _turned(a, draft.sentence)
    if turned < 0:
        return False
    told = max([index for index in before.sentences if index <= draft.sentence], default=draft.sentence)
    return turned > told


def beginning_of(a: Annotated, draft: Draft) -> Sentence | None:
    """The sentence that passed on to the story in which an event is told first; None where that is the article's own."""
    turned = _turned(a, draft.sentence)
    return a.doc.sentences[turned] if turned >= 0 else None


def _turned(a: Annotated, sentence: int) -> int:
    """The last sentence up to one that begins with such words; -1 where none does."""
    while len(a.turned) <= sentence:
        s = a.doc.sentences[len(a.turned)]
        a.turned.append(s.index if _turns(a, s.first, min(s.first + _OPENING, s.last)) else a.turned[-1] if a.turned else -1)
    return a.turned[sentence]


def _turns(a: Annotated, first: int, last: int) -> bool:
    words = a.doc.words
    return any(words[i].text in _ELSEWHERE and not words[i - 1].rests.isdisjoint(_STORIES) for i in range(first + 1, last))

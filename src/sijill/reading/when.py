"""Which times of a sentence belong to a trigger, the nearest first, and which are told of something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning
from sijill.reading.annotate import Annotated, TimeFind, within
from sijill.reading.apart import not_its_own
from sijill.reading.draft import Draft
from sijill.reading.grammar import acts_of, clause, own, verb_like
from sijill.reading.older import tried
from sijill.reading.states import plural_verb
from sijill.text import BREAK
from sijill.text.spelled import spelled

OLD = timedelta(days=7)  # a time further back is told for its own event, not for the news of the sentence
# Acts that are done by announcing them: the day of the announcement is theirs («أعلن في 25 تشرين الأول حالة الطوارئ»).
_ANNOUNCED = frozenset({"political_decision", "agreement", "group_change"})
_THAT = frozenset("ان انه انها انهم انهما بان بانه بانها بانهم بانهما".split())
_TAKEN = 12  # words that a time right behind another act counts as further off
_ANNOUNCING = 3  # words between such a day and what is announced


def times_of(a: Annotated, trigger: Match) -> tuple[list[TimeFind], bool]:
    """Times of a mention, the nearest first, and whether the nearest stands beside it; times of a statement are left out."""
    sentence = a.sentence(trigger.first)
    found = [t for t in within(a.times, sentence.first, sentence.last) if not t.expression.of_statement or _announces(a, t, trigger)]
    if not found:
        return found, False
    acts = acts_of(a, sentence)
    reach = _reach(a, trigger)
    if len(acts) > 2:
        found = [t for t in found if reach.level(t) < 2]
    found = [t for t in found if not _other_story(a, t, trigger) and not _of_another(a, t, trigger, acts)]
    found = not_its_own(a, trigger, found)
    found = [t for t in found if not _remembered(a, t, trigger)]
    if found and tried(a, trigger):
        found = [t for t in found if t.first > trigger.first]  # «قضت محكمة اليوم بسجن جندي قتل شابا في آذار»: the court's day
    if len(found) > 1:
        distances = [(reach.level(t), _gap(t, trigger, acts)) for t in found]
        found = [found[i] for i in sorted(range(len(found)), key=distances.__getitem__)]
    if len(acts) > 1 and found and _right_behind(found[0], trigger):
        found = [t for t in found if not _beyond(t, trigger, acts)]  # «أفرجت أمس عن راهبة خطفت في شباط»: each act has a day of its own
    return found, bool(found) and reach.level(found[0]) == 0


@dataclass(frozen=True, slots=True)
class _Reach:
    """The words nearer to a trigger than to another, [begin, end), and those of its clause, [first, last)."""

    begin: int
    end: int
    first: int
    last: int

    def level(self, time: TimeFind) -> int:
        """How firmly a time belongs to the trigger: 0 beside it, 1 in its clause, 2 elsewhere."""
        if self.begin <= time.first < self.end:
            return 0
        return 1 if self.first <= time.first < self.last else 2


def _reach(a: Annotated, trigger: Match) -> _Reach:
    first, last = clause(a, trigger)
    near, far = own(a, trigger)
    return _Reach(max(near, first), min(far, last), first, last)


def _gap(time: TimeFind, trigger: Match, acts: list[Match]) -> int:
    """Words between a time and a trigger."""
    if time.first >= trigger.last:
        return time.first - trigger.last
    gap = trigger.first - time.last
    if time.last <= trigger.first and any(0 <= time.first - m.last <= 1 for m in acts):
        gap += _TAKEN  # «حرر الأمن الخميس طبيبا خطف في الحادي عشر من الشهر»: it stands right behind another act
    return abs(gap)


def _beyond(time: TimeFind, trigger: Match, acts: list[Match]) -> bool:
    """Whether a time stands before a trigger, close behind another act."""
    before = [m for m in acts if m.last <= time.first and m.first != trigger.first]
    return time.last <= trigger.first and bool(before) and time.first - before[-1].last <= _SUBJECT


_SUBJECT = 4  # words between an act and its day: its subject


def _right_behind(time: TimeFind, trigger: Match) -> bool:
    """A month, a year or a date that follows an act at once."""
    return time.expression.kind in ("date", "month", "year") and 0 <= time.first - trigger.last <= 1


def _announces(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """Whether the day of a statement is that of the act, since the act is the statement."""
    if trigger.entry.type not in _ANNOUNCED:
        return False
    first, last = (time.last, trigger.first) if time.last <= trigger.first else (trigger.last, time.first)
    if not 0 <= last - first <= _ANNOUNCING:
        return False
    return not any(a.doc.words[i].text in _THAT or a.doc.words[i].gap == BREAK for i in range(first, last))


_OLDER = spelled("ردا احتجاجا تنديدا انتقاما منذ خلفيه استنكارا رفضا ثارا".split())


def _other_story(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """A time before words such as "in reply to" is that of what is told first, not of its reason."""
    words = a.doc.words
    return any(words[i].text in _OLDER for i in range(time.last, trigger.first))


def _of_another(a: Annotated, time: TimeFind, trigger: Match, acts: list[Match]) -> bool:
    """A time that other words of the sentence take: a year that is part of a name, what happened since, a relative clause."""
    return (
        _heads(a, time, trigger)
        or _singles_out(a, time)
        or _due(a, time)
        or _expected(a, time, trigger)
        or _before_another(a, time)
        or _names(a, time, trigger)
        or _since(a, time, trigger, acts)
        or _relative(a, time, trigger)
        or _recalled(a, time, trigger, acts)
    )


def _singles_out(a: Annotated, time: TimeFind) -> bool:
    """«وهو الأعنف خلال العام الجاري», «أول هجوم هذا الشهر»: the span says among how many it stands out, and not when it was."""
    start, end = time.when.start, time.when.end
    if start is None or end is None or (end - start).days < _A_SPAN:
        return False
    first = max(a.sentence(time.first).first, time.first - _STANDS_OUT)
    words = a.doc.words
    for index in range(first, time.first):
        text, behind = words[index].text, words[index + 1].text
        if text in _FOREMOST or (text in _FIRST and behind == "من") or (text == "اول" and beginning(a.triggers, index + 1)):
            return not within(a.times, index, time.first)
    return False


_A_SPAN = 7  # days
_STANDS_OUT = 5  # words between «الأعنف» and the span
_FOREMOST = frozenset("الاعنف الاسوا الاكبر الاشد الادمي اعنف اسوا اكبر اشد ادمي".split())
_FIRST = frozenset({"الاول", "الاولي"})


def _before_another(a: Annotated, time: TimeFind) -> bool:
    """«قبل أيام من الانتخابات»: how long before something else, and no time gone by."""
    behind = a.doc.words[time.last] if time.last < len(a.doc.words) else None
    return time.expression.kind == "vague" and behind is not None and behind.text == "من" and behind.gap != BREAK


def _heads(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«8 كانون الأول: …»: a day with a colon heads what follows it, up to the next such day."""
    if trigger.first < time.first:
        return heads(a, time)
    between = within(a.times, time.last, trigger.first)
    return heads(a, time) and any(heads(a, t) for t in between)


def heads(a: Annotated, time: TimeFind) -> bool:
    """Whether a day stands as the heading of an entry in a list of days."""
    kind, last = time.expression.kind, time.last
    return kind in ("date", "month", "year") and last < len(a.doc.words) and a.doc.between(last - 1, last).strip(" )") == ":"


def chronicled(a: Annotated, draft: Draft) -> bool:
    """Whether an event is an entry of a list of days that the article is written to give: the list begins right at its start."""
    sentence = a.doc.sentences[draft.sentence]
    opening = beginning(a.times, sentence.first)
    if not opening or not heads(a, opening[0]):
        return False
    entries = [s.index for s in a.doc.sentences if any(heads(a, t) for t in beginning(a.times, s.first))]
    return len(entries) >= _ENTRIES and entries[0] <= _LIST_BEGINS


_ENTRIES, _LIST_BEGINS = 3, 2  # entries that make a list, and the sentence in which it has begun


# What is named by its year («انتخابات عام 2013», «قانون 1989»): the year tells of nothing else.
_NAMED_BY_YEAR = spelled(
    "انتخابات قانون دستور حرب ثوره انقلاب غزو انتفاضه احداث نكسه نكبه"
    " حدود موازنه ميزانيه دوره موسم كاس بطوله مونديال موديل طراز عدوان معركه معاهده مرسوم".split()
)


def _names(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«انتخابات عام 2013», «قانون المساجد لسنة 1989»: the year belongs to a name, unless the trigger is what is named."""
    if time.expression.kind != "year" or trigger.last == time.first:
        return False
    word = a.doc.words[time.first]
    if word.gap == BREAK or not time.first:
        return False
    if word.text in ("لعام", "لسنه"):
        return trigger.entry.type not in _ANNOUNCED
    return a.doc.words[time.first - 1].text in _NAMED_BY_YEAR


def _since(a: Annotated, time: TimeFind, trigger: Match, acts: list[Match]) -> bool:
    """«تراجعت الهجمات منذ سقوط المدينة في آب»: the day of what has been since, told behind it, is not that of what is told first.

    So it is with the reason of what is told, where its day is counted back («على خلفية خطف عامل، قبل ثلاثة أيام»).
    """
    leading = _OLDER if time.expression.kind == "ago" else _EVER_SINCE
    words = a.doc.words
    for act in acts:
        if trigger.last <= act.first < time.first:
            before = range(max(trigger.last, act.first - 2), act.first)
            if any(words[i].text in leading for i in before):
                return True
    return False


_EVER_SINCE = spelled({"منذ"})


_DUE = spelled("مقرر مقرره مزمع مزمعه مرتقب مرتقبه متوقع مفترض".split())


def _due(a: Annotated, time: TimeFind) -> bool:
    """«الانتخابات المقرر إجراؤها السبت»: a day to come."""
    words = a.doc.words
    return any(words[i].text in _DUE for i in range(max(0, time.first - 3), time.first))


def _expected(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«ينتشرون في المدينة التي يتوقع أن يزورها الآلاف السبت»: the day of what is to come, told behind what has been."""
    words = a.doc.words
    return any(words[i].text in _EXPECTED for i in range(trigger.last, time.first))


_EXPECTED = frozenset("يتوقع المتوقع ويتوقع ينتظر المنتظر يرتقب المرتقب يعتزم تعتزم المقرر المزمع".split())
_WHICH = frozenset("الذي التي الذين اللذين اللذان اللتين اللتان".split())
_WHO = _WHICH | _THAT


def _relative(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«سلم نفسه الرجل الذي خطف جنديا في آذار», «رجل قالت إنه خطف جنديا أمس»: what a clause within the clause tells has its own day."""
    words = a.doc.words
    for act in within(a.triggers, trigger.last + 1, time.first):
        if not verb_like(act) or act.entry.rank not in ("occurrence", "outcome"):
            continue
        who = next((i for i in range(act.first - 1, max(trigger.last, act.first - 4) - 1, -1) if words[i].text in _WHO), None)
        if who is None or who <= trigger.last or any(words[i].gap == BREAK for i in range(who + 1, time.first)):
            continue
        return True
    return False


def _remembered(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«أحيا العشرات أمس ذكرى اجتياح البلدة»: the day of the remembrance is not that of what is remembered."""
    return time.first <= trigger.first and _remembrance(a, trigger)


def _remembrance(a: Annotated, trigger: Match) -> bool:
    cues = within(a.cues, max(a.sentence(trigger.first).first, trigger.first - _REMEMBERED), trigger.first)
    return any(c.entry.meaning("cue") == "anniversary" for c in cues)


_REMEMBERED = 4  # words between «ذكرى» and what is remembered


def _recalled(a: Annotated, time: TimeFind, trigger: Match, acts: list[Match]) -> bool:
    """A month, a year or a day long past that stands beside another act of the sentence dates that act alone."""
    when = time.when
    if when.end is None or when.start is None:
        return False
    old = when.precision in ("month", "year") or (a.anchor is not None and when.end < a.anchor - OLD)
    if not old:
        return False
    if time.last <= trigger.first and _in_relative_clause(a, time, trigger):
        return True
    who = next((i for i in range(trigger.last + 1, time.first) if a.doc.words[i].text in _WHICH), None)
    if who is not None and not any(a.doc.words[i].gap == BREAK for i in range(who + 1, time.first + 1)):
        return True  # «اعتقلت الحركة التي تأسست عام 2009 رجلا»
    if _of_plural_verb(a, time, trigger):
        return True
    for act in acts:
        if act is trigger or act.first == trigger.first or act.entry.type == trigger.entry.type:
            continue
        parted = trigger.last <= act.first or time.last <= trigger.first  # the act or the day itself stands before the trigger
        if parted and act.last <= time.first and time.first - act.last <= _BESIDE:
            return not any(a.doc.words[i].gap == BREAK for i in range(act.last, time.first + 1))
    return False


def _of_plural_verb(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«قصفت مسلحين وسعوا نفوذهم العام الماضي»: the letters show a past verb of several people between the trigger and the time."""
    words = a.doc.words
    verb = next((i for i in range(trigger.last + 1, time.first) if plural_verb(words[i].text)), None)
    return verb is not None and not any(words[i].gap == BREAK for i in range(verb, time.first + 1))


def _in_relative_clause(a: Annotated, time: TimeFind, trigger: Match) -> bool:
    """«الرجل، الذي التحق بالجماعة سنة 1996، سلم نفسه»: the clause is over before the trigger."""
    words = a.doc.words
    who = next((i for i in range(time.first - 1, max(0, time.first - _BESIDE) - 1, -1) if words[i].text in _WHICH), None)
    if who is None or any(words[i].gap == BREAK for i in range(who + 1, time.first + 1)):
        return False
    return any(words[i].gap == BREAK for i in range(time.last, trigger.first + 1))


_BESIDE = 8  # words between an act and its day

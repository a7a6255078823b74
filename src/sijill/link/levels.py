"""What a comparison can find, what it weighs, and what it is called.

The weights are natural log odds: what the finding adds to the odds that two events are one. They were
fitted by logistic regression on pairs of real reports whose incidents experts had coded
(`benchmarks/linking.py --fit` does it again), then rounded, and moved by judgement where the few examples
contradicted sense (a figure that differs never speaks for a link; two towns beside one another are two).
`docs/explanation/linking.md` tells how.
"""

from __future__ import annotations

from dataclasses import dataclass

SAME = 0.9  # sum of weights from which two events are judged one
UNSURE = -0.6  # from here to SAME a person should look
START = -0.3  # what two events near in time and space begin with, before anything is compared


@dataclass(frozen=True, slots=True)
class Level:
    """One finding of one comparison."""

    comparison: str
    id: str
    weight: float
    en: str
    ar: str


_ALL = (
    Level("day", "same_day", 0.8, "the same day", "اليوم نفسه"),
    Level("day", "days_overlap", 0.4, "their days overlap", "أيامهما متداخلة"),
    Level("day", "reported_then", 0.5, "one names the day, the other was published then and names none",
          "أحدهما يذكر اليوم والآخر نُشر فيه ولم يذكر يوماً"),
    Level("day", "published_together", 0.9, "neither names a day; published on the same day", "لا يذكر أي منهما يوماً ونُشرا في يوم واحد"),
    Level("day", "next_day", -0.5, "a day apart", "بينهما يوم"),
    Level("day", "days_possible", -2.0, "a day that the other does not exclude", "يوم لا يستبعده الآخر"),
    Level("hour", "same_hour", 0.4, "the same hour", "الساعة نفسها"),
    Level("hour", "other_hour", -0.8, "another hour", "ساعة أخرى"),
    Level("place", "same_place", 1.2, "the same place", "المكان نفسه"),
    Level("place", "same_name", 0.8, "a name in common", "اسم مكان مشترك"),
    Level("place", "inside", 0.8, "a village of the place that the other names", "قرية في المكان الذي يسميه الآخر"),
    Level("place", "near", 0.2, "within 3 km", "على بُعد أقل من 3 كم"),
    Level("place", "beside", -1.2, "within 20 km", "على بُعد أقل من 20 كم"),
    Level("place", "other_name", -0.4, "other villages of one province", "قريتان مختلفتان في محافظة واحدة"),
    Level("place", "holds", 0.4, "one may hold the other", "قد يضم أحدهما الآخر"),
    Level("place", "same_division", 0.2, "the same province", "المحافظة نفسها"),
    Level("place", "place_open", -0.2, "a place that is not settled", "مكان غير محدد"),
    Level("place", "place_unknown", -1.8, "no place", "بلا مكان"),
    Level("type", "same_type", 0.5, "the same type", "النوع نفسه"),
    Level("type", "near_type", 0.1, "types that reports confuse", "نوعان تخلط بينهما التقارير"),
    Level("type", "other_type", -0.6, "another type", "نوع آخر"),
    Level("actor", "same_actor", 0.3, "the same actor", "الفاعل نفسه"),
    Level("actor", "same_kind", 0.0, "actors of one kind", "فاعلان من صنف واحد"),
    Level("actor", "other_actor", -0.3, "other actors", "فاعلان مختلفان"),
    Level("target", "same_target", 0.1, "targets of one kind", "هدفان من صنف واحد"),
    Level("target", "other_target", -0.2, "targets of other kinds", "هدفان من صنفين"),
    Level("killed", "killed_same", 0.5, "as many killed", "عدد القتلى نفسه"),
    Level("killed", "killed_close", 0.1, "a toll that may have grown", "حصيلة قتلى ربما ارتفعت"),
    Level("killed", "killed_apart", -0.3, "another number of killed", "عدد قتلى آخر"),
    Level("wounded", "wounded_same", 0.6, "as many wounded", "عدد الجرحى نفسه"),
    Level("wounded", "wounded_close", 0.2, "a number of wounded that may have grown", "عدد جرحى ربما ارتفع"),
    Level("wounded", "wounded_apart", -0.2, "another number of wounded", "عدد جرحى آخر"),
    Level("weapon", "same_weapon", 0.4, "a weapon in common", "سلاح مشترك"),
    Level("weapon", "other_weapon", -0.2, "other weapons", "سلاحان مختلفان"),
)  # fmt: skip
LEVELS: dict[str, Level] = {level.id: level for level in _ALL}

"""The rules of settling are called something in Arabic too."""

from __future__ import annotations

import pytest

from sijill.exports.evidence_words import RULES_AR, rule_words
from sijill.register import days, parties, places, tolls
from sijill.register.project import CLOCK_RULE, SURE_RULE, TYPE_RULE, WEAPON_RULE

RULES = (
    days.IN_WORDS,
    days.FROM_PUBLICATION,
    parties.RULE,
    places.RULE,
    tolls.RULE,
    tolls.OF_WORDS,
    TYPE_RULE,
    CLOCK_RULE,
    SURE_RULE,
    WEAPON_RULE,
)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_arabic_words(rule: str) -> None:
    assert any("\u0600" <= letter <= "\u06ff" for letter in rule_words(rule, "ar"))
    assert rule_words(rule, "en") == rule


def test_no_words_are_left_of_a_rule_that_is_no_more() -> None:
    assert set(RULES_AR) == set(RULES)

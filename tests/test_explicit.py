"""The sources that are compiled, run in pure Python here: a data class made explicit does what the data class did."""

from __future__ import annotations

import copy
import operator
import pickle
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from compile import LEFT, compiled
from explicit import UnknownFormError, explicit, final

HEAD = "from __future__ import annotations\nfrom dataclasses import dataclass, field\nfrom typing import ClassVar, Generic, TypeVar\n"
CLASSES = (
    HEAD
    + '''
V = TypeVar("V")
MADE: list[str] = []


@dataclass(frozen=True, slots=True)
class Plain(Generic[V]):
    """Two fields, no method, and a comment behind the last."""

    name: str  # «اسم»
    value: V | None = None  # "quoted = 1"


@dataclass(
    frozen=True,
    slots=True,
    order=True,
)
class Ordered:
    """Its decorator stands on several lines."""

    kinds: ClassVar[int] = 2
    start: int
    end: int = (
        9
    )

    @property
    def length(self) -> int:
        """What stands behind the fields stays."""
        return self.end - self.start

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} < {self.start}")


@dataclass(slots=True)
class Filled:
    """All that a field can be."""

    words: list[str]
    found: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    longest: int = field(init=False, default=0)
    seen: list[str] = field(init=False, default_factory=list)
    first: str = field(init=False)
    rank: int = field(default=3, compare=False)

    def __post_init__(self) -> None:
        MADE.append("filled")
        self.first = self.words[0] if self.words else ""
        self.longest = max(map(len, self.words), default=0)


@dataclass(frozen=True)
class Loose:
    """Without slots."""

    a: int
    b: tuple[int, ...] = ()


@dataclass
class Bare:
    """Neither options nor compared fields."""

    kept: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Empty:
    """No field at all."""


@dataclass(frozen=True, slots=True)
class Own:
    """Methods of its own are left alone."""

    word: str
    note: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own) and self.word == other.word

    def __hash__(self) -> int:
        return hash(self.word)


def within() -> type:
    """A class in a function."""

    @dataclass(frozen=True, slots=True)
    class Inner:
        """Four spaces in."""

        a: int
        b: int = 2

    return Inner


@dataclass(frozen=True, slots=True)
class Late:
    """Of a class that is declared before it."""

    inner: Plain[Ordered]
    rest: tuple[Loose, ...] = (Loose(1), Loose(2, (3,)))
'''
)
# What to make, in words that both modules understand.
MAKINGS = [
    "Plain('a')", "Plain('a', 1)", "Plain(name='b', value=(1, 2))", "Ordered(1)", "Ordered(1, 5)", "Ordered(end=12, start=1)",
    "Filled(['ab', 'c'])", "Filled(['ab', 'c'], rank=4)", "Filled(['ab', 'c'], {}, {'x': 1})", "Filled([], {'x': 2})", "Loose(1)",
    "Loose(1, (2,))", "Bare()", "Bare(2)", "Empty()", "Own('a')", "Own('a', 'n')", "Own('b')", "within()(1)", "within()(1, 3)",
    "Late(Plain('a', Ordered(1, 2)))", "Late(Plain('a'), ())",
]  # fmt: skip
PICKLED = [making for making in MAKINGS if "within" not in making]


def module(source: str, name: str = "made_up") -> ModuleType:
    """A module of a source; its name is the one that pickles lead to."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(source, name, "exec"), made.__dict__)
    return made


@pytest.fixture
def both() -> Iterator[tuple[ModuleType, ModuleType]]:
    """The made-up module as it is, and with its classes explicit."""
    yield module(CLASSES), module(explicit(CLASSES))
    del sys.modules["made_up"]


def made(home: ModuleType, making: str) -> Any:
    return eval(making, home.__dict__)


def outcome(do: Callable[..., Any], *given: Any) -> object:
    """What comes of it, or what sort of error."""
    try:
        return do(*given)
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize("making", MAKINGS)
def test_it_shows_itself_and_its_fields_as_before(both: tuple[ModuleType, ModuleType], making: str) -> None:
    old, new = (made(home, making) for home in both)
    assert repr(new) == repr(old)
    assert [(f.name, f.init, f.compare, f.repr) for f in fields(new)] == [(f.name, f.init, f.compare, f.repr) for f in fields(old)]
    assert [repr(getattr(new, f.name)) for f in fields(new)] == [repr(getattr(old, f.name)) for f in fields(old)]
    assert type(new).__doc__ == type(old).__doc__


@pytest.mark.parametrize("one", MAKINGS)
def test_it_is_equal_hashed_and_ordered_as_before(both: tuple[ModuleType, ModuleType], one: str) -> None:
    for other in MAKINGS:
        (a, b), (c, d) = ((made(home, one), made(home, other)) for home in both)
        assert (c == d, c != d) == (a == b, a != b), other
        assert outcome(lambda x, y: hash(x) == hash(y), c, d) == outcome(lambda x, y: hash(x) == hash(y), a, b), other
        if type(c) is type(d):
            for sign in (operator.lt, operator.le, operator.gt, operator.ge):
                assert outcome(sign, c, d) == outcome(sign, a, b), other


def test_some_of_the_makings_are_equal_and_some_cannot_be_hashed(both: tuple[ModuleType, ModuleType]) -> None:
    new = both[1]
    assert made(new, "Filled(['ab', 'c'])") == made(new, "Filled(['ab', 'c'], rank=4)") != made(new, "Filled(['ab'])")
    assert made(new, "Own('a')") == made(new, "Own('a', 'n')")
    assert outcome(hash, made(new, "Filled([])")) == "TypeError"
    assert made(new, "Plain('a')") != "a"


@pytest.mark.parametrize("making", PICKLED)
@pytest.mark.parametrize("protocol", [2, 5])
def test_its_pickles_are_read_by_it_and_by_the_original(making: str, protocol: int) -> None:
    for reader in (CLASSES, explicit(CLASSES)):
        pickled = pickle.dumps(made(module(explicit(CLASSES)), making), protocol)
        home = module(reader)
        read = pickle.loads(pickled)
        assert type(read).__module__ == "made_up"
        assert isinstance(read, getattr(home, type(read).__name__))  # the class of the reader
        assert read == made(home, making)
        assert repr(read) == repr(made(home, making))
    del sys.modules["made_up"]


def test_what_was_set_after_making_is_in_the_pickle() -> None:
    for reader in (CLASSES, explicit(CLASSES)):
        filled = made(module(explicit(CLASSES)), "Filled(['ab'])")
        filled.longest, filled.first, filled.kept = 7, "zz", {"k": 1}
        pickled = pickle.dumps(filled)
        module(reader)
        read = pickle.loads(pickled)
        assert (read.longest, read.first, read.kept) == (7, "zz", {"k": 1})
    del sys.modules["made_up"]


def test_a_pickle_of_another_shape_is_refused() -> None:
    """As one from before a field was taken away, or of another class by the name."""
    longer = CLASSES.replace("    end: int = (\n        9\n    )\n", "    end: int = 9\n    more: int = 0\n")
    assert longer != CLASSES
    pickled = pickle.dumps(made(module(explicit(longer)), "Ordered(1, 2, 3)"))
    module(explicit(CLASSES))
    with pytest.raises(TypeError):
        pickle.loads(pickled)
    del sys.modules["made_up"]


@pytest.mark.parametrize("making", MAKINGS)
def test_it_is_copied_and_replaced_as_before(both: tuple[ModuleType, ModuleType], making: str) -> None:
    old, new = (made(home, making) for home in both)
    assert repr(replace(new)) == repr(replace(old))
    if "within" not in making:
        assert copy.copy(new) == new
        assert repr(copy.deepcopy(new)) == repr(old)


def test_replacing_changes_what_is_named(both: tuple[ModuleType, ModuleType]) -> None:
    old, new = (made(home, "Ordered(1, 5)") for home in both)
    assert repr(replace(new, end=7)) == repr(replace(old, end=7)) == "Ordered(start=1, end=7)"
    for home in both:
        with pytest.raises(ValueError, match="0 < 1"):
            replace(made(home, "Ordered(1, 5)"), end=0)
        with pytest.raises((TypeError, ValueError)):
            replace(made(home, "Filled([])"), longest=2)


def test_no_two_share_what_a_factory_makes(both: tuple[ModuleType, ModuleType]) -> None:
    for home in both:
        one, other = made(home, "Filled([])"), made(home, "Filled([])")
        one.found["x"], one.seen[:] = 1, ["y"]
        assert (other.found, other.seen) == ({}, [])


def test_what_is_done_after_making_is_done_once(both: tuple[ModuleType, ModuleType]) -> None:
    for home in both:
        home.MADE.clear()
        made(home, "Filled([])")
        assert home.MADE == ["filled"]
        assert outcome(made, home, "Ordered(2, 1)") == "ValueError"


def test_wrong_calls_are_refused_as_before(both: tuple[ModuleType, ModuleType]) -> None:
    for wrong in ("Plain()", "Ordered(1, 2, 3)", "Filled([], longest=2)", "Loose(1, c=2)", "Empty(1)"):
        assert [outcome(made, home, wrong) for home in both] == ["TypeError", "TypeError"]


def test_only_the_original_refuses_an_assignment(both: tuple[ModuleType, ModuleType]) -> None:
    """What is lost on the way, and why `src` is checked by types first: a frozen object that is made explicit can be written to."""
    old, new = (made(home, "Loose(1)") for home in both)
    with pytest.raises(FrozenInstanceError):
        old.a = 2
    new.a = 2
    assert new.a == 2


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("@dataclass(kw_only=True)\nclass A:\n    a: int\n", r"line 5, class A: dataclass\(kw_only"),
        ("@dataclass(eq=False)\nclass A:\n    a: int\n", r"line 5, class A: dataclass\(eq"),
        ("class B: ...\n@dataclass\nclass A(B):\n    a: int\n", "line 6, class A: a data class with a base"),
        ("@dataclass\nclass A:\n    a: int = field(hash=False)\n", r"class A, field a: field\(hash"),
        (
            "@dataclass(frozen=True)\nclass A:\n    a: int = field(init=False, default=1)\n",
            "class A: a frozen class with a field of init=False",
        ),
        ("@dataclass\nclass A:\n    a: InitVar[int]\n", r"field a: InitVar\[int\]"),
        ("@dataclass\nclass A:\n    _: KW_ONLY\n    a: int\n", "field _: KW_ONLY"),
    ],
)
def test_a_form_that_is_not_known_is_refused(written: str, told: str) -> None:
    with pytest.raises(UnknownFormError, match=told):
        explicit(HEAD + written)


CONSTANTS = '''"""A module."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
WORDS = frozenset({"أ", "ب"})  # WORDS = 1
_HIDDEN = {
    "a": 1,
}
ONE, TWO = 1, (2, 3)
(THREE, FOUR), FIVE = (3, 4), 5
SIX = SEVEN = 7
EIGHT, *REST = 8, 9, 10
LONG, LONGER = (
    11,
    12,
)
TWICE = 1
TWICE = TWICE + 1
ALL = {**_HIDDEN, "b": ONE}
lower = 3
Made = dict[str, int]
declared: int = 4
if ALL:
    INSIDE = 1


def count() -> int:
    LOCAL = 5
    return LOCAL + ONE
'''


def test_constants_are_declared_final_and_keep_their_values() -> None:
    done = final(CONSTANTS)
    old, new = module(CONSTANTS), module(done)
    names = [name for name in old.__dict__ if not name.startswith("__") and name not in ("T", "count")]
    assert {"WORDS", "_HIDDEN", "FOUR", "REST", "LONGER", "TWICE", "INSIDE"} <= set(names)
    assert [getattr(new, name) for name in names] == [getattr(old, name) for name in names]
    assert new.count() == old.count() == 6
    assert {name for name, kind in new.__annotations__.items() if kind == "_Final"} == {"WORDS", "_HIDDEN", "ONE", "TWO", "ALL"}
    assert "# WORDS = 1" in done
    del sys.modules["made_up"]


def test_lines_stay_where_they_are_but_for_the_import() -> None:
    before, after = CONSTANTS.split("\n"), final(CONSTANTS).split("\n")
    assert len(after) == len(before) + 1
    assert sum(a != b for a, b in zip(before, after[:3] + after[4:], strict=True)) == 4


def test_every_module_that_is_compiled_can_be_made_explicit() -> None:
    """Before anybody waits for a compiler: each is of a form that is known, and still is Python with the same classes and functions."""
    home = Path(__file__).resolve().parents[1] / "src" / "sijill"
    hot = [home / name for name in compiled()]
    assert len(hot) > 80
    for path in hot:
        source = path.read_text(encoding="utf-8")
        assert source.count(textwrap.dedent("from __future__ import annotations\n")) == 1, path
        compile(final(explicit(source)), str(path), "exec")
    assert all((home / name).is_file() for name in LEFT)

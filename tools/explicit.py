"""Sources as mypyc makes them fast: data classes with their methods written out, constants declared final.

What `dataclasses` makes at run time stays interpreted after compiling; what stands in the source is compiled. A class made explicit
behaves as before: equality, hash, order, `repr`, `replace`, copies and pickles. Its pickles are read by the original class too; those of
the original a compiled class refuses, since it makes no object whose fields are still to come. One thing an explicit class no longer does
is refuse an assignment to a field of a frozen object, which the types refuse before it is compiled.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

_FUTURE = "from __future__ import annotations"
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]+")
_OPTIONS = frozenset({"frozen", "slots", "order"})
_FIELD_OPTIONS = frozenset({"default", "default_factory", "init", "compare", "repr", "metadata"})


class UnknownFormError(ValueError):
    """A data class of a form that is not written out here; the message says which class of which line, and what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a data class: its name, its type as written, and what stands for it where none is given."""

    name: str
    type: str
    default: str
    factory: str
    init: bool
    compare: bool


@dataclass(frozen=True, slots=True)
class DataClass:
    """A data class as it is declared."""

    name: str
    fields: tuple[Field, ...]
    options: frozenset[str]  # those of the decorator that are true
    own: frozenset[str]  # methods that it has
    generic: bool = False

    @property
    def asked(self) -> list[Field]:
        """What its `__init__` takes."""
        return [f for f in self.fields if f.init]


def explicit(source: str) -> str:
    """A module's source with the methods of its data classes written out.

    Raises:
        UnknownFormError: a data class has an option, a field or a base that is not known here.
    """
    lines = source.split("\n")
    found = [(n, d) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ClassDef) for d in n.decorator_list if _makes(d)]
    for node, decorator in sorted(found, key=lambda pair: -pair[0].lineno):
        made = _declared(node, decorator)
        if made.generic:
            lines[node.end_lineno or 0 : node.end_lineno or 0] = ["", "", *_told_of(made)]
        ends = [s.end_lineno or 0 for s in node.body if isinstance(s, ast.AnnAssign)]
        after = max(ends, default=node.end_lineno or 0)
        written = textwrap.indent("\n".join(_methods(made)), " " * (node.col_offset + 4))
        lines[after:after] = written.split("\n")
        by = "# a data class" if made.generic else "@dataclass(init=False, eq=False)"
        lines[decorator.lineno - 1 : decorator.end_lineno] = [f"{' ' * node.col_offset}{by}"]
    return "\n".join(lines)


def final(source: str) -> str:
    """A module's source with its constants declared so; it begins with `from __future__ import annotations`.

    Left as they are: names that are bound twice, type variables, chains (`A = B = 1`), and tuples of tuples.
    """
    lines = source.split("\n")
    body = ast.parse(source).body
    bound = [n.id for s in body if isinstance(s, ast.Assign) for t in s.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    for node in body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or "TypeVar(" in ast.unparse(node.value):
            continue
        target, at = node.targets[0], node.lineno - 1
        names = [t.id for t in _parts(target) if isinstance(t, ast.Name) and _CONSTANT.fullmatch(t.id) and bound.count(t.id) == 1]
        if len(names) != len(_parts(target)):
            continue
        if isinstance(target, ast.Name):
            lines[at] = lines[at].replace(f"{target.id} = ", f"{target.id}: _Final = ", 1)
        elif isinstance(node.value, ast.Tuple) and len(node.value.elts) == len(names) and node.end_lineno == node.lineno:
            lines[at] = "; ".join(f"{name}: _Final = {ast.unparse(value)}" for name, value in zip(names, node.value.elts, strict=True))
    return "\n".join(lines).replace(_FUTURE, f"{_FUTURE}\nfrom typing import Final as _Final", 1)


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple) else [target]


def _makes(decorator: ast.expr) -> bool:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator) in ("dataclass", "dataclasses.dataclass")


def _declared(node: ast.ClassDef, decorator: ast.expr) -> DataClass:
    """What the class says of itself."""
    at = f"line {node.lineno}, class {node.name}"
    options = {k.arg or "**": ast.unparse(k.value) for k in decorator.keywords} if isinstance(decorator, ast.Call) else {}
    if strange := [name for name, value in options.items() if name not in _OPTIONS or value not in ("True", "False")]:
        raise UnknownFormError(f"{at}: dataclass({', '.join(strange)}=…) is not written out; add it to tools/explicit.py")
    if any(ast.unparse(base).split("[")[0] not in ("Generic", "Protocol") for base in node.bases):
        raise UnknownFormError(f"{at}: a data class with a base is not written out; leave its module out of tools/compile.py")
    generic = any(ast.unparse(base).split("[")[0] == "Generic" for base in node.bases)
    if generic and (node.col_offset or any(isinstance(s, ast.AnnAssign) and isinstance(s.value, ast.Call) for s in node.body)):
        raise UnknownFormError(
            f"{at}: a generic class with a field(…), or inside of something, is not written out; add it to tools/explicit.py"
        )
    fields = tuple(_field(s, at) for s in node.body if isinstance(s, ast.AnnAssign) and "ClassVar" not in ast.unparse(s.annotation))
    if options.get("frozen") == "True" and not all(f.init for f in fields):
        raise UnknownFormError(
            f"{at}: a frozen class with a field of init=False is not written out; leave its module out of tools/compile.py"
        )
    return DataClass(
        node.name,
        fields,
        frozenset(name for name, value in options.items() if value == "True"),
        frozenset(s.name for s in node.body if isinstance(s, ast.FunctionDef)),
        generic,
    )


def _field(node: ast.AnnAssign, at: str) -> Field:
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    if kind.split("[")[0] in ("InitVar", "KW_ONLY"):
        raise UnknownFormError(f"{at}, field {name}: {kind} is not written out; add it to tools/explicit.py")
    default, factory, init, compare = ast.unparse(node.value) if node.value is not None else "", "", True, True
    if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "field":
        given = {k.arg or "**": ast.unparse(k.value) for k in node.value.keywords}
        if strange := sorted(set(given) - _FIELD_OPTIONS):
            raise UnknownFormError(f"{at}, field {name}: field({', '.join(strange)}=…) is not written out; add it to tools/explicit.py")
        default, factory = given.get("default", ""), given.get("default_factory", "")
        init, compare = given.get("init") != "False", given.get("compare") != "False"
    return Field(name, kind, default, factory, init, compare)


def _methods(made: DataClass) -> list[str]:
    """Lines of the methods, as they stand in the class."""
    compared = [f.name for f in made.fields if f.compare]
    out = ["", *_init(made)]
    if "__eq__" not in made.own:
        same = " and ".join([f"isinstance(other, {made.name})", *(f"self.{n} == other.{n}" for n in compared)])
        out += ["", "def __eq__(self, other: object) -> bool:", f"    return self is other or ({same})"]
    if "frozen" in made.options and "__hash__" not in made.own:
        out += ["", "def __hash__(self) -> int:", f"    return hash({_tuple('self', compared)})"]
    if "order" in made.options:
        for sign, method in (("<", "lt"), ("<=", "le"), (">", "gt"), (">=", "ge")):
            out += ["", f"def __{method}__(self, other: {made.name}) -> bool:"]
            out += [f"    return {_tuple('self', compared)} {sign} {_tuple('other', compared)}"]
    return out + _pickling(made)


def _told_of(made: DataClass) -> list[str]:
    """Lines behind a generic class that give it what `dataclasses` tells of a class: the decorator fails on one that mypyc made."""
    given = {f.name: f"default={f.default}" if f.default else "" for f in made.fields}
    field, plain = f"_field_{made.name}", f"_plain_{made.name}"
    fields = ", ".join(f"({f.name!r}, {f.type!r}, {field}({given[f.name]}))" for f in made.fields)
    names = ("__dataclass_fields__", "__dataclass_params__", "__match_args__", "__repr__")
    return [
        "import dataclasses as _dataclasses",
        "from typing import Any as _Any",
        f"{field}: _Any = _dataclasses.field  # a checker takes what it makes for the value of the field",
        f"{plain}: _Any = _dataclasses.make_dataclass({made.name!r}, [{fields}], init=False, eq=False)",
        *(f"setattr({made.name}, {name!r}, getattr({plain}, {name!r}))" for name in names),
    ]


def _tuple(who: str, names: list[str]) -> str:
    return f"({''.join(f'{who}.{n}, ' for n in names).strip()})"


def _init(made: DataClass) -> list[str]:
    parameters = ["self"]
    for f in made.asked:
        default = " | None = None" if f.factory else f" = {f.default}" if f.default else ""
        parameters.append(f"{f.name}: {f.type}{default}")
    out = [f"def __init__({', '.join(parameters)}) -> None:"]
    for f in made.fields:
        made_anew = f"{f.factory}()"
        if f.init:
            out.append(f"    self.{f.name} = " + (f"{made_anew} if {f.name} is None else {f.name}" if f.factory else f.name))
        elif f.factory or f.default:  # otherwise `__post_init__` sets it
            out.append(f"    self.{f.name} = {made_anew if f.factory else f.default}")
    if "__post_init__" in made.own:
        out.append("    self.__post_init__()")
    return out if len(out) > 1 else [*out, "    pass"]


def _pickling(made: DataClass) -> list[str]:
    """A pickle is a call of the class, with the values beside it that its `__init__` does not take."""
    rest = ", ".join(f"{f.name!r}: self.{f.name}" for f in made.fields if not f.init)
    state = f", (None, {{{rest}}})" if rest else ""
    return [
        "",
        "def __reduce__(self) -> tuple[object, ...]:",
        f"    return ({made.name}, {_tuple('self', [f.name for f in made.asked])}{state})",
    ]

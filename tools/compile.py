"""Compile the rooms that read an article into machine code, with mypyc: the same program, about three times as fast.

    python tools/compile.py                  into build/compiled; then PYTHONPATH=build/compiled python -m sijill …

Needs a C compiler and what the tests need (mypy with mypyc, setuptools). Nothing under src/ is changed: the sources are copied. In the
copy each data class gets its `__init__`, `__eq__`, `__hash__` and `__reduce__` written out, since those that `dataclasses` makes at run
time stay interpreted, and each constant of a module is declared final, since others are looked up by name. What is not compiled runs as
it is; without this step all of it does.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]

# Modules of these rooms are compiled, save those that nothing hot runs through or that mypyc cannot take.
ROOMS = ("model", "text", "knowledge", "extract", "resolve", "reading")
LEFT = frozenset(
    f"{room}/{name}.py"
    for room, names in {
        "model": "event mention projection incident capture report said",
        "knowledge": "files fields inflect load own schema surfaces time_words number_words",
        "reading": "explain find",
    }.items()
    for name in names.split()
)


@dataclass(frozen=True)
class Field:
    """One field of a data class: its name, its type as written, and what stands for it where none is given."""

    name: str
    type: str
    default: str
    factory: str
    init: bool
    compare: bool


def explicit(source: str) -> str:
    """A module's source with the methods of its data classes written out."""
    lines = source.split("\n")
    tree = ast.parse(source)
    for node in reversed([n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]):
        decorator = next((d for d in node.decorator_list if ast.unparse(d).startswith("dataclass")), None)
        if decorator is None:
            continue
        options = {k.arg: ast.unparse(k.value) for k in decorator.keywords} if isinstance(decorator, ast.Call) else {}
        fields = [_field(s) for s in node.body if isinstance(s, ast.AnnAssign)]
        own = {s.name for s in node.body if isinstance(s, ast.FunctionDef)}
        last = max((s.end_lineno or 0) for s in node.body if isinstance(s, ast.AnnAssign))
        lines[last:last] = _methods(node.name, fields, own, frozen="frozen" in options, order="order" in options)
        lines[decorator.lineno - 1] = "@dataclass(init=False, eq=False)"
    return "\n".join(lines)


_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]+")


def final(source: str) -> str:
    """A module's source with its constants declared so; it begins with `from __future__ import annotations`."""
    lines = source.split("\n")
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or "TypeVar(" in ast.unparse(node.value):
            continue
        target, at = node.targets[0], node.lineno - 1
        if isinstance(target, ast.Name) and _CONSTANT.fullmatch(target.id):
            lines[at] = lines[at].replace(f"{target.id} = ", f"{target.id}: _Final = ", 1)
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and node.end_lineno == node.lineno:
            lines[at] = "; ".join(f"{ast.unparse(t)}: _Final = {ast.unparse(v)}" for t, v in zip(target.elts, node.value.elts, strict=True))
    return "\n".join(lines).replace(_FUTURE, f"{_FUTURE}\nfrom typing import Final as _Final", 1)


_FUTURE = "from __future__ import annotations"


def _field(node: ast.AnnAssign) -> Field:
    assert isinstance(node.target, ast.Name)
    default, factory, init, compare = ast.unparse(node.value) if node.value is not None else "", "", True, True
    if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "field":
        given = {k.arg: ast.unparse(k.value) for k in node.value.keywords}
        default, factory = given.get("default", ""), given.get("default_factory", "")
        init, compare = given.get("init") != "False", given.get("compare") != "False"
    return Field(node.target.id, ast.unparse(node.annotation), default, factory, init, compare)


def _methods(name: str, fields: list[Field], own: set[str], *, frozen: bool, order: bool) -> list[str]:
    asked = [f for f in fields if f.init]
    compared = [f.name for f in fields if f.compare]
    parameters = ", ".join(
        f"{f.name}: {f.type} | None = None" if f.factory else f"{f.name}: {f.type} = {f.default}" if f.default else f"{f.name}: {f.type}"
        for f in asked
    )
    out = ["", f"    def __init__(self, {parameters}) -> None:"]
    for f in fields:
        given = f"{f.factory}() if {f.name} is None else {f.name}" if f.factory else f.name
        out.append(f"        self.{f.name} = {given if f.init else f.default}")
    if "__post_init__" in own:
        out.append("        self.__post_init__()")
    same = " and ".join(f"self.{n} == other.{n}" for n in compared)
    out += ["", "    def __eq__(self, other: object) -> bool:", f"        return self is other or (isinstance(other, {name}) and {same})"]
    if frozen:
        out += ["", "    def __hash__(self) -> int:", f"        return hash(({', '.join(f'self.{n}' for n in compared)},))"]
    if order:
        for sign, method in (("<", "lt"), ("<=", "le"), (">", "gt"), (">=", "ge")):
            mine, other = (f"({', '.join(f'{who}.{n}' for n in compared)},)" for who in ("self", "other"))
            out += ["", f"    def __{method}__(self, other: {name}) -> bool:", f"        return {mine} {sign} {other}"]
    out += [
        "",
        "    def __reduce__(self) -> tuple[object, tuple[object, ...]]:",
        f"        return ({name}, ({', '.join(f'self.{f.name}' for f in asked)},))",
    ]
    return out


def copy(to: Path) -> list[Path]:
    """Copy the package with its lexicon; the modules to compile, made explicit."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(HOME / "src" / "sijill", to / "sijill", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    shutil.copytree(HOME / "lexicon", to / "sijill" / "lexicon")
    hot = []
    for room in ROOMS:
        for path in sorted((to / "sijill" / room).glob("*.py")):
            if path.name != "__init__.py" and f"{room}/{path.name}" not in LEFT:
                source = path.read_text("utf-8")
                path.write_text(final(explicit(source)), "utf-8")
                hot.append(path)
    return hot


def compile_modules(to: Path, modules: list[Path], level: str) -> None:
    """Run mypyc and the C compiler in the folder of the copy.

    Raises:
        SystemExit: one of them failed; what it said stands above.
    """
    script = to / "setup.py"
    (to / "mypy.ini").write_text("[mypy]\nstrict = True\nignore_missing_imports = True\n", "utf-8")
    names = [str(m.relative_to(to)) for m in modules]
    script.write_text(
        "from setuptools import setup\nfrom mypyc.build import mypycify\n"
        f"setup(name='sijill-compiled', packages=[], ext_modules=mypycify(['--config-file', 'mypy.ini', *{names!r}], "
        f"opt_level={level!r}, debug_level='0', multi_file=True, group_name='sijill'))\n",
        "utf-8",
    )
    jobs = str(os.cpu_count() or 1)
    done = subprocess.run([sys.executable, "setup.py", "-q", "build_ext", "--inplace", "-j", jobs], cwd=to, check=False)
    if done.returncode:
        sys.exit("compiling failed; what the compiler said stands above. The program runs without it.")
    shutil.rmtree(to / "build", ignore_errors=True)
    for rest in (script, to / "mypy.ini"):
        rest.unlink()


def main() -> None:
    """Copy, make explicit, compile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=HOME / "build" / "compiled", help="folder to build in (emptied first)")
    parser.add_argument("--level", default="3", choices="0123", help="what the C compiler does for speed")
    arguments = parser.parse_args()
    modules = copy(arguments.to)
    print(f"compiling {len(modules)} modules into {arguments.to} …", flush=True)
    compile_modules(arguments.to, modules, arguments.level)


if __name__ == "__main__":
    main()

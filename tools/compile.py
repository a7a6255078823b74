"""Compile the rooms that read an article into machine code, with mypyc: the same program, some three times as fast.

    python3 go.py compile                    into build/compiled; then PYTHONPATH=build/compiled python -m sijill …
    python3 go.py compile --wheel dist       also packed as a wheel for this platform: pip install dist/sijill-*.whl
    python3 go.py compile --test             also run the tests of reading on what was compiled

Needs a C compiler and Python's headers (on Debian and Ubuntu: apt-get install gcc python3-dev). Nothing under src/ is changed: the
sources are copied. In the copy each data class gets its methods written out, since those that `dataclasses` makes at run time stay
interpreted, and each constant of a module is declared final, since others are looked up by name (tools/explicit.py). What is not
compiled runs as it is; without this step all of it does.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path

from explicit import explicit, final

HOME = Path(__file__).resolve().parents[1]

# Modules of these rooms are compiled, save those that nothing hot runs through or that mypyc cannot take.
ROOMS = ("model", "text", "knowledge", "extract", "resolve", "reading")
LEFT = frozenset(
    f"{room}/{name}.py"
    for room, names in {
        "model": "said projection incident capture report",
        "knowledge": "files fields inflect load own schema",
        "reading": "explain find later",
    }.items()
    for name in names.split()
)
# What reading rests on, run on the compiled copy too. Tests that start programs of src/ by themselves are not among them.
TESTS = "compiled reading corpus times numbers places lexicon text fold linking evaluation exports rule_words copies from_record".split()
ALSO = frozenset({"exports/record.py"})  # modules of other rooms that every article goes through
GROUP = "sijill__mypyc"  # the library beside the package that holds the machine code of all modules

_SETUP = """from setuptools import setup
from mypyc.build import mypycify
setup(name='sijill-compiled', packages=[], ext_modules=mypycify(
    ['--config-file', 'mypy.ini', *{modules!r}], opt_level={level!r}, debug_level='0', multi_file=True, group_name='sijill'))
"""
_MYPY = "[mypy]\nstrict = True\nignore_missing_imports = True\n"
_HATCH = f"""[build]
ignore-vcs = true
[build.targets.wheel]
include = ["/sijill", "/{GROUP}.*"]
exclude = ["__pycache__"]
[build.targets.wheel.hooks.custom]
"""
_HOOK = """from hatchling.builders.hooks.plugin.interface import BuildHookInterface

class Platform(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data.update(pure_python=False, infer_tag=True)
"""


def lacking() -> str:
    """What has to be installed before anything can be compiled, in words for whoever has to; nothing where all is there."""
    if absent := [name for name in ("mypyc", "setuptools", "hatchling") if find_spec(name) is None]:
        return f"{', '.join(absent)} not installed; run `python3 go.py compile`, which sets them up"
    if os.name == "nt":
        return ""  # setuptools looks for the compiler, and says where to get it
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[0]
    if shutil.which(compiler) is None:
        return f"no C compiler ({compiler}); on Debian and Ubuntu: apt-get install gcc python3-dev (or name another in CC)"
    headers = Path(sysconfig.get_paths()["include"])
    if not (headers / "Python.h").is_file():
        return f"no headers of Python ({headers / 'Python.h'}); on Debian and Ubuntu: apt-get install python3-dev"
    return ""


def copy(to: Path) -> list[Path]:
    """Copy the package with its lexicon and sample; the modules to compile, made explicit."""
    if to.exists():
        shutil.rmtree(to)
    package = to / "sijill"
    shutil.copytree(HOME / "src" / "sijill", package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
    shutil.copytree(HOME / "lexicon", package / "lexicon")
    (package / "corpus").mkdir()
    shutil.copy2(HOME / "corpus" / "gold.jsonl", package / "corpus")
    hot = [package / name for name in compiled()]
    for path in hot:
        path.write_text(final(explicit(path.read_text("utf-8"))), "utf-8")
    return hot


def compiled() -> list[str]:
    """The modules that are compiled, by their paths inside the package."""
    package = HOME / "src" / "sijill"
    found = [f"{room}/{path.name}" for room in ROOMS for path in (package / room).glob("*.py") if path.name != "__init__.py"]
    return sorted({*found, *ALSO} - LEFT)


def compile_modules(to: Path, modules: list[Path], level: str) -> None:
    """Run mypyc and the C compiler in the folder of the copy.

    Raises:
        SystemExit: one of them failed; what it said stands above.
    """
    names = [str(m.relative_to(to)) for m in modules]
    _run_beside(
        to,
        {"setup.py": _SETUP.format(modules=names, level=level), "mypy.ini": _MYPY},
        ["setup.py", "-q", "build_ext", "--inplace", "-j", str(os.cpu_count() or 1)],
        "compiling failed; what the compiler said stands above. The program runs without it.",
    )
    for rest in ("build", ".mypy_cache"):
        shutil.rmtree(to / rest, ignore_errors=True)


def pack(to: Path, wheels: Path) -> Path:
    """A wheel for this platform of what was compiled, with the metadata of ours; where it lies.

    Raises:
        SystemExit: hatchling failed; what it said stands above.
    """
    wheels.mkdir(parents=True, exist_ok=True)
    texts = {name: (HOME / name).read_text("utf-8") for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE")}
    with tempfile.TemporaryDirectory(dir=wheels) as folder:
        command = ["-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        _run_beside(
            to, {**texts, "hatch.toml": _HATCH, "hatch_build.py": _HOOK}, command, "packing failed; what hatchling said stands above"
        )
        (made,) = Path(folder).glob("*.whl")
        return made.replace(wheels / made.name)


def test(to: Path, wheel: Path | None) -> int:
    """Run the tests of reading on what was compiled, or on the wheel of it as pip installs it; pytest's status."""
    with tempfile.TemporaryDirectory() as folder:
        where = to
        if wheel is not None:
            where = Path(folder)
            pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder, str(wheel)]
            if status := subprocess.run([sys.executable, *pip], check=False).returncode:
                return status
        files = [f"tests/test_{name}.py" for name in TESTS]
        environment = {**os.environ, "PYTHONPATH": str(where), "SIJILL_COMPILED": str(where)}
        tests = ["-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", *files]
        return subprocess.run([sys.executable, *tests], cwd=HOME, env=environment, check=False).returncode


def _run_beside(to: Path, files: dict[str, str], command: list[str], failed: str) -> None:
    """Run Python in a folder with files that are there only for it."""
    for name, text in files.items():
        (to / name).write_text(text, "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if os.name != "nt":  # calls from one module to another need not go by way of a table of what other libraries could replace
        environment["CFLAGS"] = f"-fvisibility=hidden {environment.get('CFLAGS', '')}".strip()
    if subprocess.run([sys.executable, *command], cwd=to, env=environment, stdout=sys.stderr, check=False).returncode:
        sys.exit(failed)
    for name in files:
        (to / name).unlink()


def main() -> int:
    """Copy, make explicit, compile; pack and test where asked to."""
    parser = argparse.ArgumentParser(prog="go.py compile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=HOME / "build" / "compiled", help="folder to build in, emptied first [build/compiled]")
    parser.add_argument("--level", default="3", choices="0123", help="how hard the C compiler tries; 1 is built sooner [3]")
    parser.add_argument("--wheel", type=Path, metavar="FOLDER", help="also pack a wheel for this platform into this folder")
    parser.add_argument("--test", action="store_true", help="also run the tests of reading on it (on the wheel, where one is packed)")
    arguments = parser.parse_args()
    if missing := lacking():
        sys.exit(f"cannot compile: {missing}. The program runs without it, slower.")
    to = arguments.to.resolve()
    if to.exists() and any(to.iterdir()) and not (to / "sijill").is_dir():
        sys.exit(f"{arguments.to} holds something else and would be emptied; name an empty folder, or one that was built in before")
    modules = copy(to)
    print(f"compiling {len(modules)} modules into {arguments.to} …", flush=True)
    compile_modules(to, modules, arguments.level)
    wheel = pack(to, arguments.wheel.resolve()) if arguments.wheel else None
    print(f"compiled. Run it with: PYTHONPATH={arguments.to} python -m sijill …", flush=True)
    if wheel is not None:
        print(f"packed. Install it with: pip install {arguments.wheel / wheel.name}", flush=True)
    return test(to, wheel) if arguments.test else 0


if __name__ == "__main__":
    sys.exit(main())

"""Reading the linguist's files: YAML in, entries out, all faults told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from sijill.model.said import Said, said

# What YAML gives when every scalar is a string.
Node = str | Sequence["Node"] | Mapping[str, "Node"]

# The rooms to which a folder of one's own may add entries.
OWN_ROOMS = ("actors", "nouns", "weapons", "triggers", "cues", "speech", "places", "times", "numbers")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the lexicon, said so that the person who wrote it can mend it."""

    file: str
    entry: str
    message: str
    unread: bool = False  # the file could not be read at all, so what leans on its entries cannot be judged

    @property
    def said(self) -> Said:
        """The same for whoever says it in another language."""
        return Said(
            str(self),
            "lexicon.fault" if self.entry else "lexicon.file_fault",
            {"file": self.file, "entry": self.entry, "why": self.message},
        )

    def __str__(self) -> str:
        return f"{self.file}: {self.entry or 'the file'}: {self.message}"


class LexiconError(Exception):
    """The lexicon cannot be used; `faults` lists everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as written: its file (relative to the lexicon), its id and its fields."""

    file: str
    id: str
    fields: Mapping[str, Node]

    def words(self, name: str) -> tuple[str, ...]:
        """A field that lists words; () where it is absent."""
        value = self.fields.get(name, ())
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, Sequence) else ()

    def word(self, name: str, default: str = "") -> str:
        """A field that is one word."""
        value = self.fields.get(name, default)
        return value if isinstance(value, str) else default

    @property
    def means(self) -> Mapping[str, Node]:
        """What the entry means; {} where it is not given."""
        value = self.fields.get("means", {})
        return value if isinstance(value, Mapping) else {}

    def meaning(self, name: str, default: str = "") -> str:
        """One value of `means`."""
        value = self.means.get(name, default)
        return value if isinstance(value, str) else default

    def examples(self, name: str) -> tuple[Mapping[str, str], ...]:
        """`matches` or `ignores`."""
        value = self.fields.get(name, ())
        if isinstance(value, str) or not isinstance(value, Sequence):
            return ()
        return tuple({k: v for k, v in item.items() if isinstance(v, str)} for item in value if isinstance(item, Mapping))


def lexicon_folder() -> Path:
    """Where the lexicon lies: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "lexicon", package.parents[1] / "lexicon"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("no lexicon: neither inside the installed package nor beside src/; install sijill again")


def lexicon_files(folder: Path) -> Iterator[Path]:
    """Every file of the lexicon that carries knowledge, in a fixed order."""
    yield from sorted(
        p
        for p in folder.rglob("*")
        if p.suffix in {".yaml", ".tsv", ".csv", ".txt"} and not {"hand", "build"} & set(p.relative_to(folder).parts)
    )


def digest(folder: Path, own: Path | None = None) -> str:
    """SHA-256 over names and bytes of all files: the knowledge version (first 16 hex digits).

    Args:
        folder: the lexicon.
        own: a folder with further entries; where it holds none, the version is that of the lexicon alone.
    """
    total = hashlib.sha256()
    for path in lexicon_files(folder):
        data = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    for path in sorted(own.glob("*/*.yaml")) if own is not None else ():
        if path.parent.name in OWN_ROOMS:
            data = path.read_bytes()
            total.update(f"own/{path.parent.name}/{path.name}\0{len(data)}\0".encode())
            total.update(data)
    return total.hexdigest()[:16]


def load_folder(folder: Path, root: Path) -> tuple[list[RawEntry], list[Fault]]:
    """All entries of a folder's YAML files, with every fault of form; `root` is the lexicon's folder."""
    entries: list[RawEntry] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        found, wrong = load_file(path, root)
        entries += found
        faults += wrong
    return entries, faults


def load_file(path: Path, root: Path) -> tuple[list[RawEntry], list[Fault]]:
    """The entries of one file."""
    name = path.relative_to(root).as_posix()
    twice: list[Fault] = []
    try:
        text = path.read_text(encoding="utf-8")
        data = _plain(yaml.compose(text, Loader=_LOADER), name, twice)
    except yaml.MarkedYAMLError as error:
        return [], [Fault(name, "", _not_yaml(error, text), unread=True)]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [], [Fault(name, "", said("entry.no_yaml", "is not YAML: {error}", error=" ".join(str(error).split())), unread=True)]
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        return [], [Fault(name, "", said("entry.file", "needs `source`, `licence` and a list `entries`"), unread=True), *twice]
    faults = [
        Fault(name, "", said("entry.needs_top", "needs `{key}` at its top", key=key)) for key in ("source", "licence") if not data.get(key)
    ]
    faults += twice
    entries = []
    for number, item in enumerate(data["entries"], 1):
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            faults.append(Fault(name, f"entry {number}", said("entry.needs_id", "needs an `id`")))
            continue
        entries.append(RawEntry(name, item["id"], item))
    return entries, faults


def _plain(node: yaml.Node | None, file: str, twice: list[Fault]) -> Node:
    """A YAML node as strings, lists and dictionaries; a key that is written twice goes to `twice`, for its last value would win unseen."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, file, twice) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                entry = found.get("id", "")
                message = said("entry.twice", "line {line}: `{name}` is written twice; keep one", line=key.start_mark.line + 1, name=name)
                twice.append(Fault(file, entry if isinstance(entry, str) else "", message))
            found[name] = _plain(value, file, twice)
        return found
    return str(node.value) if node is not None else ""


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> str:
    """What is wrong with the form, at which line, and what it most often is."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return said("entry.no_yaml", "is not YAML: {error}", error=" ".join(str(error).split()))
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    what = error.problem or error.context or "it cannot be read"
    hint = "; an entry begins two spaces in (`  - id: …`), under `entries:`" if line.startswith("- ") else ""
    return said("entry.no_yaml_line", "is not YAML: line {line}: {what}{hint}", line=mark.line + 1, what=what, hint=hint)

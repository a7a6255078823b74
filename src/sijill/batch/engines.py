"""What carries a batch: the processes of one machine, or a cluster. Engines are found by name and imported when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from sijill.sources.files import Defaults

# Name → the function that reads a job with it, as module:function.
ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "process": "sijill.batch.process:read",
        "spark": "sijill.batch.spark:read",
    }
)


class BatchError(Exception):
    """A job that cannot begin or go on, with what to do; nothing that it did is lost."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read, and where to.

    Attributes:
        inputs: files, folders, patterns, or addresses that fsspec knows.
        output: the folder to write.
        columns: for Parquet, our name of a column → theirs.
        defaults: outlet, country, title and day for what does not say them.
        own: a lexicon folder of one's own, or None.
        parts: files into which each folder's rows are cut.
        jobs: processes.
        master: the cluster, for engines that have one.
        keep: seconds of work that a killed program may lose.
        again: begin anew, and write over what an earlier job wrote.
    """

    inputs: tuple[str, ...]
    output: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    own: Path | None = None
    parts: int = 1
    jobs: int = 1
    master: str | None = None
    keep: float = 20.0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: what it does (reading, sorting, writing), and what was read, in this run and by those before."""

    stage: str
    articles: int
    events: int
    dropped: int
    bytes_done: int
    bytes_all: int
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What a job read and wrote: articles, those of them that could not be read, rows of events and of what was dropped."""

    articles: int
    unread: int
    events: int
    dropped: int


Tell = Callable[[Progress], None]


class Engine(Protocol):
    """Reads a job to its end; called again after it was stopped, goes on."""

    def __call__(self, job: Job, tell: Tell) -> Sums:
        """Read all, write all.

        Raises:
            BatchError: it cannot begin or go on.
        """
        ...


def engine(name: str) -> Engine:
    """The engine of that name.

    Raises:
        BatchError: there is none, or what it needs is not installed.
    """
    if name not in ENGINES:
        raise BatchError(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    module, _, function = ENGINES[name].partition(":")
    try:
        return cast(Engine, getattr(import_module(module), function))
    except ImportError as error:
        raise BatchError(f"the engine {name} needs what is not installed ({error}): pip install 'sijill[{name}]'") from None

"""`sijill batch link`: from the events that `sijill batch read` wrote to incidents, with whichever engine; what was stopped goes on."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from sijill import __version__
from sijill.batch.carried import NEEDED
from sijill.batch.engines import BatchError
from sijill.batch.exchange import Processes
from sijill.batch.linking import Counts, Engine, link
from sijill.exports.info import types_version
from sijill.knowledge import Knowledge
from sijill.link import place_words

ABOUT, WORK = "_job.json", "_work"  # names that readers of Parquet folders pass over
ROWS = 20_000  # events for each part of the keys
MOST_PARTS = 256
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LinkJob:
    """What is to be linked, and where to.

    Attributes:
        events: the folder that `sijill batch read` wrote, or one Parquet file of such rows.
        output: the folder to write: `incidents/` and `members/`, by country and month.
        engine: "process" or "spark".
        jobs: processes; for Spark the parts into which each step is cut.
        master: the cluster's address, for Spark.
        again: begin anew, and write over what an earlier job wrote.
    """

    events: Path
    output: Path
    engine: str = "process"
    jobs: int = 1
    master: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """Puts files under a folder, each wholly or not at all."""

    folder: Path

    def __call__(self, name: str, content: bytes) -> None:
        """Write a file, or write it again."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.{os.getpid()}")
        new.write_bytes(content)
        new.replace(target)


def link_job(job: LinkJob, knowledge: Knowledge, tell: Tell) -> Counts:
    """Link the events, or go on where an earlier call was stopped.

    Raises:
        BatchError: there are no events, or the output holds something else.
    """
    files = event_files(job.events)
    wanted = _digest(job.events, files, knowledge.version)
    about = job.output / ABOUT
    known = json.loads(about.read_text(encoding="utf-8")) if about.exists() else None
    if known is not None and not job.again:
        if known.get("job") != wanted:
            raise BatchError(f"{job.output} holds incidents of other events or another lexicon: give another folder, or --again")
        if known.get("done"):
            return Counts(known["incidents"], known["events"], known["recalls"])
    elif job.output.exists() and any(job.output.iterdir()) and known is None:
        raise BatchError(f"{job.output} is no folder of incidents: give another")
    with _held(job.output):
        if job.again:
            for name in ("incidents", "members", WORK):
                shutil.rmtree(job.output / name, ignore_errors=True)
        said = {"job": wanted, "done": False, "code": __version__, "knowledge": knowledge.version, "codebook": types_version()}
        _say(job.output, said)
        counts = _carry(job, files, knowledge, tell)
        _say(job.output, said | {"done": True, "incidents": counts.incidents, "events": counts.events, "recalls": counts.recalls})
        shutil.rmtree(job.output / WORK, ignore_errors=True)
    return counts


@contextmanager
def _held(output: Path) -> Iterator[None]:
    """One program at a time."""
    output.mkdir(parents=True, exist_ok=True)
    handle = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BatchError(f"{output}: another program is at work on it; wait for it or stop it") from None
    finally:
        os.close(handle)


def _carry(job: LinkJob, files: list[Path], knowledge: Knowledge, tell: Tell) -> Counts:
    not_names, put = place_words(knowledge.lexicon), Put(job.output.resolve())
    rows = sum(pq.read_metadata(file).num_rows for file in files)
    parts = max(1, min(MOST_PARTS, -(-rows // ROWS)))
    if job.engine == "spark":
        return _on_cluster(job, max(parts, job.jobs), tell, lambda cluster: link(cluster, not_names, knowledge.version, put))
    return link(Processes(files, job.output / WORK, job.jobs, parts, tell), not_names, knowledge.version, put)


def _on_cluster(job: LinkJob, parts: int, tell: Tell, work: Callable[[Engine], Counts]) -> Counts:
    try:
        from sijill.batch.spark_link import Cluster
        from sijill.batch.spark_session import session
    except ImportError as error:
        raise BatchError(f"the engine spark needs what is not installed ({error}): pip install 'sijill[spark]'") from None
    with session(job.master, "sijill batch link") as spark:
        return work(Cluster(spark, events_folder(job.events).resolve(), (job.output / WORK).resolve(), parts, tell))


def events_folder(events: Path) -> Path:
    """Where the events stand in what `sijill batch read` wrote, which holds what was dropped too."""
    inside = events / "events"
    return inside if inside.is_dir() else events


def event_files(events: Path) -> list[Path]:
    """The Parquet files of a table of events, in order; what begins with a dot or an underscore is none.

    Raises:
        BatchError: there are none, or they hold something else.
    """
    if not events.exists():
        raise BatchError(f"{events} does not exist; `sijill batch read` writes such a folder")
    events = events_folder(events)
    found = [events] if events.is_file() else sorted(path for path in events.rglob("*.parquet") if not _hidden(path.relative_to(events)))
    if not found:
        raise BatchError(f"{events} holds no Parquet files; `sijill batch read` writes such a folder")
    missing = [name for name in NEEDED if name not in pq.read_schema(found[0]).names]
    if missing:
        raise BatchError(f"{found[0]} is no table of events: it has no column {', '.join(missing)}; `sijill batch read` writes one")
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _digest(events: Path, files: list[Path], knowledge: str) -> str:
    """What job this is: the files with their sizes, the lexicon, and the version of the code."""
    events = events_folder(events)
    root = events if events.is_dir() else events.parent
    known = [[file.relative_to(root).as_posix(), file.stat().st_size] for file in files]
    return hashlib.sha256(json.dumps([known, knowledge, __version__]).encode()).hexdigest()[:20]


def _say(folder: Path, about: dict[str, object]) -> None:
    Put(folder)(ABOUT, (json.dumps(about, indent=2) + "\n").encode())

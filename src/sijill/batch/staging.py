"""Where a job keeps what it read until all is read: sorted runs, each with the place in the input up to which it reaches.

```
OUTPUT/_work/plan.json        what the job is
OUTPUT/_work/lock             held while a program works on it
OUTPUT/_work/000001.events    rows that were read, sorted; .dropped beside it
OUTPUT/_work/000001.json      written last: only with it the run counts
OUTPUT/_work/final/           the output, until it is whole
OUTPUT/_SUCCESS               the sums; written when all is in its place
```
A program that is killed leaves either a run that counts or files that are written over.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow as pa

from sijill.batch.engines import BatchError, Sums
from sijill.batch.plan import Plan, changes
from sijill.batch.records import sha256_of
from sijill.batch.runs import sort, whole, write_run
from sijill.batch.tables import DROPPED, DROPPED_ORDER, EVENT_ORDER, EVENTS

WORK, DONE, JOB = "_work", "_SUCCESS", "_job.json"
TABLES = {"events": (EVENTS, EVENT_ORDER), "dropped": (DROPPED, DROPPED_ORDER)}


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a job has come.

    Attributes:
        file: number of the input that is being read, from 0.
        batch: how many of its batches were read.
        chain: digest of these batches.
        articles: read in all.
        unread: of these, which could not be read.
        digests: name → SHA-256 of the inputs that were gone through to their end.
    """

    file: int = 0
    batch: int = 0
    chain: str = ""
    articles: int = 0
    unread: int = 0
    events: int = 0
    dropped: int = 0
    digests: dict[str, str] = field(default_factory=dict)


class Staging:
    """The folder of a job, held by one program at a time."""

    def __init__(self, output: Path, plan: Plan, again: bool) -> None:
        """Open it, new or as it was left.

        Raises:
            BatchError: it is another job's or none, another program works on it, or the job changed.
        """
        self.output, self.work, self.plan = output, output / WORK, plan
        self._lock: IO[bytes] | None = None
        self.reached = Reached()
        self.runs = 0
        try:
            self._open(again)
        except OSError as error:
            self.close()
            raise BatchError(f"{output}: cannot be written ({error.strerror or error})") from None
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let it go."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def finished(self) -> Sums | None:
        """The sums, where all is done."""
        done = self.output / DONE
        return Sums(**json.loads(done.read_text(encoding="utf-8"))["sums"]) if done.is_file() else None

    def run(self, number: int, table: str) -> Path:
        """The file of a run."""
        return self.work / f"{number:06d}.{table}"

    def keep(self, rows: dict[str, Sequence[pa.RecordBatch]], reached: Reached) -> None:
        """Keep rows for good, and how far reading has come with them.

        Raises:
            OSError: the disk does not take them; what was kept before stands.
        """
        number = self.runs + 1
        for name, (schema, order) in TABLES.items():
            write_run(self.run(number, name), [sort(pa.Table.from_batches(rows[name], schema), order)], schema)
        write_json(self.work / f"{number:06d}.json", asdict(reached))
        self.runs, self.reached = number, reached

    def finish(self, sums: Sums, files: dict[str, int]) -> None:
        """Put the output in its place, and clear away what it was made of."""
        final = self.work / "final"
        for name in TABLES:
            shutil.rmtree(self.output / name, ignore_errors=True)
            os.replace(final / name, self.output / name)
        inputs = [
            {"name": file.name, "kind": file.kind, "size": file.size, "sha256": self.reached.digests.get(file.name)}
            for file in self.plan.inputs
        ]
        write_json(self.output / JOB, {**self.plan.as_json(), "inputs": inputs})
        write_json(self.output / DONE, {"sums": asdict(sums), "files": dict(sorted(files.items()))})
        shutil.rmtree(self.work, ignore_errors=True)

    def _open(self, again: bool) -> None:
        ours = (self.work / "plan.json").is_file() or ((self.output / JOB).is_file() and (self.output / DONE).is_file())
        if self.output.exists() and not self.output.is_dir():
            raise BatchError(f"{self.output}: is a file; give the name of a folder that is not there yet")
        if not ours and self.output.is_dir() and any(path.name != WORK for path in self.output.iterdir()):
            raise BatchError(f"{self.output}: holds files that no batch wrote; give the name of a folder that is not there yet")
        if not (ours and self.finished and not self.work.exists()) or again:
            self.work.mkdir(parents=True, exist_ok=True)
            self._hold()
        if again and ours:
            self._clear()
        if self.finished is not None:
            self._same(json.loads((self.output / JOB).read_text(encoding="utf-8")), finished=True)
            shutil.rmtree(self.work, ignore_errors=True)  # killed between the last two steps
        elif (self.work / "plan.json").is_file():
            self._resume()
        else:
            write_json(self.work / "plan.json", self.plan.as_json())

    def _hold(self) -> None:
        self._lock = (self.work / "lock").open("wb")
        try:
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this process alone: those that it forks may outlive it a second
        except OSError:
            raise BatchError(f"{self.output}: another program is at work on it; wait for it or stop it") from None

    def _clear(self) -> None:
        (self.output / DONE).unlink(missing_ok=True)
        (self.work / "plan.json").unlink(missing_ok=True)
        for path in self.work.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name in TABLES:
            shutil.rmtree(self.output / name, ignore_errors=True)
        (self.output / JOB).unlink(missing_ok=True)

    def _resume(self) -> None:
        kept = sorted(path for path in self.work.glob("[0-9]*.json"))
        if kept:
            self.runs = int(kept[-1].stem)
            self.reached = Reached(**json.loads(kept[-1].read_text(encoding="utf-8")))
        self._same(json.loads((self.work / "plan.json").read_text(encoding="utf-8")), finished=False)

    def _same(self, before: dict[str, Any], finished: bool) -> None:
        """See that it is the same job.

        Raises:
            BatchError: it is another.
        """
        digests = self.reached.digests
        if finished:
            before = {**before, "inputs": [{**file, "mark": ""} for file in before["inputs"]]}
            digests = {file["name"]: file["sha256"] for file in before["inputs"] if file["sha256"]}
        said = changes(before, self.plan, digests, sha256_of)
        if said:
            how = "was finished as another job" if finished else "was stopped before its end, and is another job now"
            listed = "\n".join(f"  {words}" for words in said[:20]) + (f"\n  and {len(said) - 20} more" if len(said) > 20 else "")
            raise BatchError(f"{self.output} {how}:\n{listed}\nput that back, give another -o, or begin anew with --again")


def write_json(path: Path, value: Any) -> None:
    """A JSON file that is there whole or not at all."""
    with whole(path) as part:
        part.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

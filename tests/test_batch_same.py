"""The same bytes from one process and several, from shuffled input, and from a job that was killed and went on."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from sijill.batch import process
from sijill.batch.engines import BatchError, Job, Progress, Sums
from sijill.batch.process import read
from sijill.batch.records import ROWS
from sijill.batch.runs import MOST, merged, write_run
from sijill.batch.work import read_batch
from sijill.knowledge import Knowledge
from tests.batch_inputs import PACKED, Article, articles, jsonl, parquet, rows, tree

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = pa.schema([("key", pa.string()), ("number", pa.int32()), ("words", pa.string())])


def run(output: Path, *inputs: Path, jobs: int = 1, **more: object) -> Sums:
    return read(Job(tuple(map(str, inputs)), output, jobs=jobs, **more), lambda now: None)  # type: ignore[arg-type]


def short(count: int) -> list[Article]:
    """So many articles of one sentence, some without any event, some that cannot be read."""
    told = [row | {"text": row["text"][:160]} for row in articles(400)]
    made = [told[n % len(told)] | {"id": f"a{n}"} for n in range(count)]
    return [row | {"text": "no Arabic"} if n % 40 == 7 else row for n, row in enumerate(made)]


def test_one_process_or_two(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(short(300)))
    run(tmp_path / "one", tmp_path / "a.jsonl", jobs=1)
    run(tmp_path / "two", tmp_path / "a.jsonl", jobs=2, keep=0.0)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert len(tree(tmp_path / "one", "events")) > 10


def test_shuffled_files_and_shuffled_articles_inside_them(tmp_path: Path) -> None:
    told = [row for row in short(260) if row["text"] != "no Arabic"]
    outputs = []
    for seed in range(3):
        folder = tmp_path / f"in{seed}"
        folder.mkdir()
        random.Random(seed).shuffle(told)
        cut = 60 + 50 * seed
        (folder / f"{'zam'[seed]}.jsonl.gz").write_bytes(PACKED[".gz"](jsonl(told[:cut])))
        (folder / f"{'bxy'[seed]}.parquet").write_bytes(parquet(told[cut:], groups=30 + seed))
        run(tmp_path / f"out{seed}", folder, jobs=1 + seed % 2)
        outputs.append(tree(tmp_path / f"out{seed}", "events", "dropped"))
    assert outputs[0] == outputs[1] == outputs[2]


def test_inputs_named_in_another_order(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_bytes(jsonl(short(90)[number * 30 : number * 30 + 30]))
    names = [tmp_path / f"{number}.jsonl" for number in range(3)]
    run(tmp_path / "out", *names)
    run(tmp_path / "other", *reversed(names), names[1])
    assert tree(tmp_path / "out") == tree(tmp_path / "other")


def begun(source: Path, output: Path, jobs: int = 2) -> subprocess.Popen[bytes]:
    words = ["batch", "read", str(source), "-o", str(output), "--jobs", str(jobs), "--keep", "0"]
    with (output.parent / "log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "sijill", *words], stdout=log, stderr=log, cwd=ROOT, preexec_fn=_heeding)


def _heeding() -> None:
    """Tests that run in the background of a shell ignore an interruption, and so would the program that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def wait_for(what: Callable[[], bool], running: subprocess.Popen[bytes]) -> bool:
    """Until it is so; False where the program ended before."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if what():
            return True
        if running.poll() is not None:
            return False
        time.sleep(0.002)
    raise AssertionError("neither did it end nor come so far")


def test_killed_again_and_again_while_it_works(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(short(ROWS * (MOST + 6))))
    run(tmp_path / "whole", source, jobs=2)
    work, out = tmp_path / "out" / "_work", tmp_path / "out"

    def kept(number: int) -> Callable[[], bool]:
        return lambda: len(list(work.glob("[0-9]*.json"))) >= number

    points: Sequence[Callable[[], bool]] = [
        lambda: (work / "plan.json").exists(), kept(1), kept(2), kept(5), kept(11), kept(MOST + 1),
        lambda: any(work.glob("merged-1-000000.events")), lambda: any(work.glob("merged-1-*.dropped")),
        lambda: (work / "final").exists(), lambda: (work / "final" / "dropped").exists(), lambda: (out / "events").exists(),
    ]  # fmt: skip
    killed = 0
    for point in points:
        running = begun(source, out)
        if wait_for(point, running):
            running.send_signal(signal.SIGKILL)
            killed += running.wait() == -signal.SIGKILL
    running = begun(source, out)
    assert running.wait(300) == 0, (tmp_path / "log").read_text()
    assert killed >= 7
    assert tree(out) == tree(tmp_path / "whole")


def test_killed_at_every_point_at_which_something_is_forced_to_the_disk(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(short(ROWS + 3)))
    run(tmp_path / "whole", source)

    def killed_at(output: Path, points: Sequence[int]) -> list[str]:
        words = [sys.executable, "-m", "tests.batch_killed", str(source), str(output), ",".join(map(str, points))]
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, encoding="utf-8", check=True, env=os.environ | {"PYTHONPATH": f"{ROOT}/src"}
        )
        return done.stdout.split()

    # One job is killed at its 3rd point, goes on, is killed at its 4th …: every stage is broken off at several places.
    points = [1, 2, 3, 4, 5, 6, 7, 3, 9, 2, 12, 4, 15, 6, 8, 10, 11, 13, 0]
    said = killed_at(tmp_path / "out", points)
    assert said[-1] == "0"
    assert set(said) == {"killed", "0"}
    assert said.count("killed") >= 8
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_interrupted_it_keeps_what_it_read_and_says_how_to_go_on(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(short(ROWS * 14)))
    run(tmp_path / "whole", source)
    for _ in range(8):  # on a busy machine the job may end before the signal reaches it
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        running = begun(source, tmp_path / "out")
        if wait_for(lambda: any((tmp_path / "out" / "_work").glob("[0-9]*.json")), running):
            running.send_signal(signal.SIGINT)
        if running.wait(300) == 130:
            break
    assert running.returncode == 130
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "run the same command again to go on" in log
    assert "Traceback" not in log
    assert begun(source, tmp_path / "out").wait(300) == 0
    assert "goes on behind" in (tmp_path / "log").read_text(encoding="utf-8") or not sys.stderr
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


class StoppedError(Exception):
    """What stops a job in a test."""


def stopped(output: Path, *inputs: Path, after: int = 1, **more: object) -> None:
    """Begin a job and stop it after so many articles."""

    def tell(now: Progress) -> None:
        if now.articles >= after:
            raise StoppedError

    with pytest.raises(StoppedError):
        read(Job(tuple(map(str, inputs)), output, keep=0.0, **more), tell)  # type: ignore[arg-type]


def test_a_job_that_became_another_is_refused_with_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "out"
    a.write_bytes(jsonl(short(ROWS * 2)))
    b.write_bytes(jsonl(short(5)))
    stopped(out, a, b)
    with pytest.raises(BatchError, match=r"(?s)b.jsonl is no input any more.*--again"):
        run(out, a)
    with pytest.raises(BatchError, match="--parts was 1, it is 2"):
        run(out, a, b, parts=2)
    with pytest.raises(BatchError, match="--column was not given, it is text=body"):
        run(out, a, b, columns={"text": "body"})
    b.write_bytes(jsonl(short(6)))
    with pytest.raises(BatchError, match=r"b.jsonl changed \(\S+ bytes then, \S+ now\)"):
        run(out, a, b)
    b.write_bytes(jsonl(short(5)))
    own = tmp_path / "own" / "nouns"
    own.mkdir(parents=True)
    with pytest.raises(BatchError, match="the lexicon changed"):
        run(out, a, b, own=_own_lexicon(tmp_path / "own"))
    said = run(out, a, b)
    assert said.articles == ROWS * 2 + 5
    assert run(out, a, b) == said  # done: nothing is read again
    a.write_bytes(a.read_bytes().replace(b"a1", b"a2"))
    with pytest.raises(BatchError, match=r"(?s)was finished as another job.*a.jsonl changed \(other bytes, as many\)"):
        run(out, a, b)
    assert run(out, a, b, again=True).articles == said.articles


def _own_lexicon(folder: Path) -> Path:
    entry = (
        "source: own\nlicence: Apache-2.0\nentries:\n"
        "  - id: noun.own_word\n    say: [الغيلان السبعة]\n    means: {kind: other, label: the seven ghouls}\n"
        "    matches: [{text: هاجم الغيلان السبعة القرية, finds: الغيلان السبعة}]\n    ignores: [{text: وصل الوفد, why: other}]\n"
    )
    (folder / "nouns" / "own.yaml").write_text(entry, encoding="utf-8")
    return folder


def test_a_file_that_changed_halfway_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(short(ROWS * 12)))
    stopped(tmp_path / "out", source)
    source.write_bytes(source.read_bytes().replace(b'"a1"', b'"b1"'))  # as many bytes
    with pytest.raises(BatchError, match="changed since it was read halfway"):
        run(tmp_path / "out", source)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(short(3)))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    for again in (False, True):
        with pytest.raises(BatchError, match="holds files that no batch wrote"):
            run(tmp_path / "out", tmp_path / "a.jsonl", again=again)
    with pytest.raises(BatchError, match="is a file"):
        run(tmp_path / "a.jsonl", tmp_path / "a.jsonl")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_two_programs_never_work_on_one_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(short(ROWS * 30)))
    running = begun(tmp_path / "a.jsonl", tmp_path / "out")
    assert wait_for(lambda: (tmp_path / "out" / "_work" / "plan.json").exists(), running)
    with pytest.raises(BatchError, match="another program is at work on it"):
        run(tmp_path / "out", tmp_path / "a.jsonl")
    running.kill()
    running.wait()


def test_a_disk_that_takes_no_more_loses_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(short(ROWS * 8)))
    run(tmp_path / "whole", source)
    # No file may grow beyond 16 kB: what the kernel then says is what it says of a full disk, with another number.
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384)); "
        "from sijill.cli import main; sys.argv[0] = 'sijill'; main()"
    )
    words = ["batch", "read", str(source), "-o", str(tmp_path / "out"), "--jobs", "1"]
    done = subprocess.run([sys.executable, "-c", limited, *words], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "run the same command again" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").rglob("*.part"))
    assert begun(source, tmp_path / "out").wait(300) == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_process_that_dies_loses_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = short(70)
    (tmp_path / "a.jsonl").write_bytes(jsonl(told))
    run(tmp_path / "whole", tmp_path / "a.jsonl")

    def killed(batch: pa.RecordBatch, knowledge: Knowledge) -> object:
        if "a40" in batch.column("id").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)  # what the kernel does where memory runs out
        return read_batch(batch, knowledge)

    monkeypatch.setattr(process, "read_batch", killed)
    sums = run(tmp_path / "out", tmp_path / "a.jsonl", jobs=2)
    assert sums.articles == 70
    (lost,) = [row for row in rows(tmp_path / "out", "dropped") if row["stage"] == "read"]
    assert lost["line"] == 41
    assert "its process died" in lost["reason"]
    others = [row for row in rows(tmp_path / "whole", "events") if row["article_id"] != "a40"]
    assert rows(tmp_path / "out", "events") == others


@pytest.mark.parametrize("seed", range(5))
def test_merging_gives_each_key_once_in_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    every: dict[tuple[str, int], str] = {}
    paths = []
    for number in range(chance.randint(1, 7)):
        keys = sorted({(f"{chance.randint(0, 900):03d}", chance.randint(1, 3)) for _ in range(chance.randint(0, 1500))})
        found = {key: f"{key} {'x' * (key[1] * 10)}" for key in keys}
        every |= found
        table = pa.Table.from_pylist([{"key": k, "number": n, "words": w} for (k, n), w in found.items()], SCHEMA)
        paths.append(tmp_path / f"{number}.run")
        assert write_run(paths[-1], [table], SCHEMA) == len(found)
    out = [row for table in merged(paths, ("key", "number")) for row in table.to_pylist()]
    assert [(row["key"], row["number"], row["words"]) for row in out] == [(*key, every[key]) for key in sorted(every)]


def test_what_is_kept_says_how_far_it_reaches(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(short(ROWS * 3)))
    stopped(tmp_path / "out", tmp_path / "a.jsonl", after=ROWS * 2)
    last = json.loads(max((tmp_path / "out" / "_work").glob("[0-9]*.json")).read_text(encoding="utf-8"))
    assert (last["file"], last["batch"], last["articles"]) == (0, 2, ROWS * 2)

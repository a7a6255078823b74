"""`--engine spark`: the bytes of the embedded engine, from a real cluster of two workers with processes of their own on this machine."""

from __future__ import annotations

import fcntl
import gzip
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.batch.engines import Job
from sijill.batch.link_job import LinkJob, link_job
from sijill.batch.process import read
from sijill.cli.app import cli
from sijill.knowledge import load
from synthetic_events import event_rows, occurrences
from tests.batch_inputs import articles, jsonl, parquet, tree
from tests.test_batch_link import write_events

CLUSTER = "local-cluster[2,1,1024]"  # workers, cores and MiB of each


def missing() -> str:
    """What the cluster needs and this machine has not."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'sijill[spark]'"
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and Path(home, "bin", "java").exists()):
        return "there is no Java: install openjdk-17-jre-headless"
    return ""


needs_spark = pytest.mark.skipif(bool(missing()), reason=missing())


def quiet(*_: object) -> None:
    pass


@pytest.fixture(autouse=True)
def no_traces() -> Iterator[None]:
    """A local cluster keeps what its workers printed beside Spark's own files: one cluster at a time, whatever runs beside these tests."""
    found = importlib.util.find_spec("pyspark")
    logs = Path(found.origin).parent / "work" if found is not None and found.origin else Path("none")
    with Path(tempfile.gettempdir(), "sijill-one-cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = set(logs.glob("app-*"))
        yield
        for folder in set(logs.glob("app-*")) - before:
            shutil.rmtree(folder, ignore_errors=True)


def command(name: str, *given: object) -> list[str]:
    return [sys.executable, "-m", "sijill.cli", "batch", name, *map(str, given), "--engine", "spark", "--master", CLUSTER]


def environment(folder: Path) -> dict[str, str]:
    """Settings that a cluster's owner makes: no pages, and no compiling of code that runs for a second."""
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    (folder / "conf").mkdir(exist_ok=True)
    (folder / "conf" / "spark-defaults.conf").write_text("spark.ui.enabled false\nspark.sql.codegen.wholeStage false\n")
    return {
        **os.environ, "PYTHONPATH": os.pathsep.join(paths), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(folder / "conf"),
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }  # fmt: skip


def done(words: list[str], folder: Path) -> str:
    ran = subprocess.run(words, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


@needs_spark
def test_reading_on_a_cluster_writes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = articles(40)
    random.Random(1).shuffle(some)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(jsonl(some[:15]) + b"no JSON\n")
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress(jsonl(some[10:25])))
    (tmp_path / "in" / "c.parquet").write_bytes(parquet(some[25:]))
    told = done(command("read", "in", "-o", "spark", "--parts", 2), tmp_path)
    monkeypatch.chdir(tmp_path)
    sums = read(Job(("in",), Path("process"), parts=2), quiet)
    assert f"{sums.articles} articles" in told
    assert sums.unread == 1
    assert tree(tmp_path / "spark") == tree(tmp_path / "process")


@needs_spark
def test_linking_on_a_cluster_killed_halfway_writes_the_same_bytes(tmp_path: Path) -> None:
    events = write_events(tmp_path / "e", event_rows(occurrences(300, 6.0)))
    link_job(LinkJob(events, tmp_path / "process"), load(), quiet)
    words = command("link", "e", "-o", "spark", "--quiet")
    kept = tmp_path / "spark" / "_work" / "round-1" / "_SUCCESS"
    running = subprocess.Popen(words, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True)
    while running.poll() is None and not kept.exists():
        time.sleep(0.05)
    assert running.poll() is None
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    told = done([*words, "--jobs", "2"], tmp_path)
    assert "incidents of" in told
    assert not kept.exists()
    assert tree(tmp_path / "spark") == tree(tmp_path / "process")


def test_without_spark_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = write_events(tmp_path / "e", event_rows(occurrences(20)))
    for name in [name for name in sys.modules if name.startswith(("pyspark", "sijill.batch.spark"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    told = CliRunner().invoke(cli, ["batch", "link", str(events), "-o", str(tmp_path / "i"), "--engine", "spark"])
    assert told.exit_code == 1
    assert "pip install 'sijill[spark]'" in told.output


@needs_spark
def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path) -> None:
    events = write_events(tmp_path / "e", event_rows(occurrences(20)))
    words = [sys.executable, "-m", "sijill.cli", "batch", "link", str(events), "-o", str(tmp_path / "i"), "--engine", "spark"]
    ran = subprocess.run(
        [*words, "--master", "nonsense://host"], cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "Spark did not start" in ran.stderr
    assert "Traceback" not in ran.stderr

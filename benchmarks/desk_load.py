"""The review desk under load: people who read and people who decide, at once, on a register of any size.

    python benchmarks/desk_load.py REGISTER [--readers 20] [--deciders 4] [--seconds 60] [--think 1.0]

REGISTER is a file that `benchmarks/register_scale.py` made (it is copied, never changed), or a PostgreSQL address (which is
changed: give one made for this). A real desk is started with `sijill serve --local`; readers open pages as a person does, one
behind another with `--think` seconds between them (0: at once); deciders open an incident and accept or flag it over the API.
Told: times by kind of page, the median and the 95th percentile of all, and whether each decision that was answered is kept.
The clients run on the same machine and take their share of it.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

WORDS = ("القوات", "انفجار", "قتل مدنيين", "دورية", "غارة", "حاجز")


class Client:
    """One browser that keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Status, body and headers of an answer, read whole."""
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["content-type"] = "application/json"
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.line.request(method, path, data, {"accept-encoding": "gzip", **headers})
        answer = self.line.getresponse()
        for cookie in answer.headers.get_all("set-cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = answer.read()
        if answer.headers.get("content-encoding") == "gzip":
            found = gzip.decompress(found)
        return answer.status, found, answer.headers


def plain(port: int, path: str) -> dict[str, Any]:
    """An answer of the API."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path)
    found: dict[str, Any] = json.loads(line.getresponse().read())
    return found


class Load:
    """What was measured, by many threads."""

    def __init__(self, port: int, think: float, until: float) -> None:
        self.port, self.think, self.until = port, think, until
        self.times: dict[str, list[float]] = defaultdict(list)
        self.faults: Counter[str] = Counter()
        self.decided: list[int] = []
        self.stale = 0
        self.gate = threading.Lock()
        self.incidents: list[dict[str, Any]] = []
        for sort in ("latest", "earliest"):
            self.incidents += plain(port, f"/api/v1/incidents?limit=100&sort={sort}")["items"]
        if not self.incidents:
            sys.exit("the register holds no incident")

    def timed(self, client: Client, kind: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes, str]:
        """Ask, and keep how long it took."""
        begun = time.perf_counter()
        status, found, heads = client.ask(method, path, body, **headers)
        took = time.perf_counter() - begun
        with self.gate:
            self.times[kind].append(took)
            if status >= 400 and status not in (409, 412):
                self.faults[f"{kind} {status}"] += 1
        return status, found, heads.get("etag") or ""

    def read(self, seed: int) -> None:
        """One who reads: looks for incidents, opens some, looks at a report."""
        pick, client = random.Random(seed), Client(self.port)
        time.sleep(pick.random() * self.think)
        while time.monotonic() < self.until:
            row = pick.choice(self.incidents)
            name = str(row["id"])
            country = (row["place"] or {}).get("country") or "IQ"
            filters: dict[str, str] = pick.choice(
                [{}, {"country": country}, {"type": row["type"]}, {"review": "unreviewed"}, {"contested": "yes"}]
            )
            steps = [
                ("overview", "/"),
                ("list", "/incidents?" + urlencode(filters)),
                ("search", "/incidents?" + urlencode({"text": pick.choice(WORDS)})),
                ("incident", f"/incidents/{name}"),
                ("links", f"/incidents/{name}/links"),
                ("report", f"/reports/{pick.choice(row['reports'])}"),
            ]
            for kind, path in steps[:1] * (pick.random() < 0.3) + steps[1:]:
                self.timed(client, kind, "GET", path)
                time.sleep(self.think * (0.5 + pick.random()))
                if time.monotonic() > self.until:
                    return

    def decide(self, seed: int) -> None:
        """One who decides: opens an incident, then accepts or flags it as it was seen."""
        pick, client = random.Random(1000 + seed), Client(self.port)
        _, me, _ = client.ask("GET", "/api/v1/me")
        token = str(json.loads(me)["csrf"])
        while time.monotonic() < self.until:
            name = str(pick.choice(self.incidents)["id"])
            _, _, seen = self.timed(client, "incident (api)", "GET", f"/api/v1/incidents/{name}")
            time.sleep(self.think * (0.5 + pick.random()))
            kind = pick.choice(["accept", "flag"])
            body = {"kind": kind, "reason": f"load, decider {seed}"}
            path = f"/api/v1/incidents/{name}/decisions"
            status, answer, _ = self.timed(client, "decide", "POST", path, body, **{"if-match": seen, "x-csrf-token": token})
            if status < 300:
                with self.gate:
                    self.decided.append(int(json.loads(answer)["decision"]["id"]))
            elif status in (409, 412):
                self.stale += 1


def table(load: Load, seconds: float) -> None:
    """Print what was measured."""
    everything = sorted(t for times in load.times.values() for t in times)
    print(f"{'what':<16}{'asked':>7}{'median':>9}{'95 %':>9}{'worst':>9}   milliseconds")
    for kind, times in [*sorted(load.times.items()), ("all", everything)]:
        ordered = sorted(times)
        at = [statistics.median(ordered), ordered[int(len(ordered) * 0.95) - (len(ordered) > 1)], ordered[-1]]
        print(f"{kind:<16}{len(ordered):>7}" + "".join(f"{t * 1000:>9.0f}" for t in at))
    print(f"{len(everything) / seconds:.1f} answers a second; faults: {dict(load.faults) or 'none'}")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--deciders", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0, help="seconds between two pages of one person")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = given.register
        if "://" not in where:
            where = str(Path(folder) / "register.sqlite")
            shutil.copyfile(given.register, where)
        command = [sys.executable, "-m", "sijill.cli", "serve", "--local", "--port", "0", "--database", where]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
            try:
                line = served.stdout.readline() if served.stdout else ""
                port = int(line.split("127.0.0.1:")[1].split("/")[0])
                plain(port, "/api/v1/incidents?limit=1")
                load = Load(port, given.think, time.monotonic() + given.seconds)
                before = plain(port, "/api/v1/status")
                people = [threading.Thread(target=load.read, args=(n,)) for n in range(given.readers)]
                people += [threading.Thread(target=load.decide, args=(n,)) for n in range(given.deciders)]
                for person in people:
                    person.start()
                for person in people:
                    person.join()
                table(load, given.seconds)
                lost = set(load.decided) - kept(port, load.decided)
                told = f"{len(load.decided)} decisions answered, {len(set(load.decided))} different, {len(lost)} lost"
                print(f"{told}; {load.stale} refused because another had decided meanwhile")
                print(before)
            finally:
                served.terminate()
    return 1 if load.faults or lost else 0


def kept(port: int, numbers: list[int]) -> frozenset[int]:
    """Those decisions that the register holds."""
    found = set()
    for number in set(numbers):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", f"/api/v1/decisions/{number}")
        if line.getresponse().status == 200:
            found.add(number)
    return frozenset(found)


if __name__ == "__main__":
    sys.exit(main())

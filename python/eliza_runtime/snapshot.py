"""Prepares the heap snapshot: a booted interpreter's heap, saved at build time. All interpreters start from it."""

import gc
import random
import sys
import time

from . import execute, packages  # noqa: F401  Must be in the snapshot, for scripts and the worker.

#: The length of a year in CPython's search for the time zone, in seconds.
_YEAR = (365 * 24 + 6) * 3600


async def prepare() -> None:
    """Warms up the interpreter. Called at build time, before the snapshot is taken."""
    # The first runs fill caches and import modules lazily, so they are done before the snapshot.
    for source in ("1 + 1", "1 / 0"):
        await execute.run(source)
    # Pyodide adds it again when it starts from the snapshot.
    sys.path.remove("")
    gc.collect()


def wake() -> None:
    """Renews state that interpreters must not share: random seed and time zone. Called after each start."""
    random.seed()
    _find_time_zone()


def _find_time_zone() -> None:
    """Sets the time zone like CPython when it imports `time`."""
    january = int(time.time()) // _YEAR * _YEAR
    winter, summer = sorted(
        (time.localtime(january), time.localtime(january + _YEAR // 2)), key=lambda moment: moment.tm_gmtoff
    )
    time.timezone, time.altzone = -winter.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(winter.tm_gmtoff != summer.tm_gmtoff)
    time.tzname = (winter.tm_zone, summer.tm_zone)

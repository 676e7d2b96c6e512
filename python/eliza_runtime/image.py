"""Starts interpreters once for all: at build time the memory of one that is ready is kept, and all others begin with it."""

import gc
import random
import sys
import time

from . import execute, packages  # noqa: F401  Scripts find them imported, and so does the worker.

#: As long as CPython takes a year to be where it looks for the time zone, in seconds.
_YEAR = (365 * 24 + 6) * 3600


async def prepare() -> None:
    """Called at build time, before the memory is kept."""
    # First runs are slow: caches fill, and what is imported late comes in.
    for source in ("1 + 1", "1 / 0"):
        await execute.run(source)
    # Pyodide puts it there again when it starts from the image.
    sys.path.remove("")
    gc.collect()


def wake() -> None:
    """Called in each interpreter that began with the image: what must not be the same everywhere."""
    random.seed()
    _find_time_zone()


def _find_time_zone() -> None:
    """As CPython does it when `time` is imported."""
    january = int(time.time()) // _YEAR * _YEAR
    winter, summer = sorted(
        (time.localtime(january), time.localtime(january + _YEAR // 2)), key=lambda moment: moment.tm_gmtoff
    )
    time.timezone, time.altzone = -winter.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(winter.tm_gmtoff != summer.tm_gmtoff)
    time.tzname = (winter.tm_zone, summer.tm_zone)

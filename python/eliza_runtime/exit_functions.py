"""Runs what a script registered for its end, as CPython does: `atexit` and `weakref.finalize`."""

import atexit
import logging
from weakref import finalize

_clear, _run = atexit._clear, atexit._run_exitfuncs


def begin_run() -> None:
    """Forgets the functions of an earlier script. Python itself registers one, that of logging."""
    _clear()
    finalize._registered_with_atexit = False  # type: ignore[attr-defined]
    finalize._shutdown = False  # type: ignore[attr-defined]
    atexit.register(logging.shutdown)


def end_run() -> None:
    """Calls the functions, the last one first. An error of one is printed, and the others are called."""
    _run()

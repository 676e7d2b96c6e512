"""Runs one script from its source to its outcome, in the interpreter's event loop."""

import ast
import asyncio
import builtins
import json
import linecache
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import eliza_tools
from _pyodide._base import CodeRunner

from . import page, progress
from .display import to_bundle
from .figures import show_figures
from .tracebacks import SCRIPT_NAME, describe, failing_line

_current: asyncio.Task[Any] | None = None
_not_ours: set[asyncio.Task[Any]] = set()


def _is_stop_asked() -> bool:
    return False


async def run(source: str) -> str:
    """Runs a script and returns its outcome as JSON, without the page's own fields.

    `{"status": "completed", "result": bundle or null, "exitCode": 0}` or
    `{"status": "failed", "code", "message", "traceback", "line", "exitCode"}`, and in both
    leftoverTasks: how many outlived the script.
    The script runs in this very task: a MemoryError then leaves nothing of it behind.
    """
    global _current, _not_ours
    task = _current = asyncio.current_task()
    _not_ours = asyncio.all_tasks()
    namespace = _new_namespace()
    # Tracebacks quote the script's lines from here.
    linecache.cache[SCRIPT_NAME] = (len(source), None, source.splitlines(keepends=True), SCRIPT_NAME)
    try:
        outcome = await _run_to_outcome(source, namespace)
        progress.end_run()
        page.end_run()
        if task is not None:
            while task.uncancel():
                pass
        outcome["leftoverTasks"] = await _end_leftover_tasks()
        return json.dumps(outcome)
    finally:
        _current = None
        namespace.clear()


def cancel() -> bool:
    """Asks the running script to end: each of its tasks gets a CancelledError at its next await."""
    if _current is None:
        return False
    for task in _own_tasks():
        task.cancel()
    _current.cancel()
    return True


def _new_namespace() -> dict[str, Any]:
    tools = {name: getattr(eliza_tools, name) for name in eliza_tools.__all__ if name != "ElizaTools"}
    return {
        "__name__": "__main__",
        "__builtins__": builtins,
        "__file__": SCRIPT_NAME,
        "asyncio": asyncio,
        "json": json,
        "display": page.display,
        "progress": progress.progress,
        **tools,
    }


async def _run_to_outcome(source: str, namespace: dict[str, Any]) -> dict[str, Any]:
    try:
        # dedent=False keeps the line and column numbers those of the editor.
        runner = CodeRunner(
            source, filename=SCRIPT_NAME, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dedent=False
        ).compile()
        value = await runner.run_async(namespace)
        show_figures()
        return {"status": "completed", "result": to_bundle(value), "exitCode": 0}
    except MemoryError as error:
        return _out_of_memory(error, namespace)
    except asyncio.CancelledError as error:
        if _current is not None and _current.cancelling():
            return {**_failed("stopped", error), "message": "The script was stopped.", "traceback": None}
        return _failed("exception", error)
    except SystemExit as error:
        return _exited(error)
    except KeyboardInterrupt as error:
        # The page interrupts with a signal; a script may raise this by itself, too.
        return _failed("stopped" if _is_stop_asked() else "exception", error)
    except BaseException as error:
        # What a script drew until it failed may show why.
        show_figures()
        return _failed("exception", error)


def _failed(code: str, error: BaseException) -> dict[str, Any]:
    return {"status": "failed", "code": code, "exitCode": 1, **describe(error)}


def _out_of_memory(error: MemoryError, namespace: dict[str, Any]) -> dict[str, Any]:
    line = failing_line(error)
    # Frees what the script holds before anything is built that needs memory.
    traceback.clear_frames(error.__traceback__)
    error.__traceback__ = None
    namespace.clear()
    message = "MemoryError: the script needs more memory than there is"
    where = f'  File "{SCRIPT_NAME}", line {line}\n' if line else ""
    return {
        "status": "failed",
        "code": "out-of-memory",
        "message": message,
        "traceback": f"Traceback (most recent call last):\n{where}{message}\n",
        "line": line,
        "exitCode": 1,
    }


def _exited(error: SystemExit) -> dict[str, Any]:
    """As the interpreter does it: None is 0, a number is itself, anything else is printed and 1."""
    if error.code is None or error.code == 0:
        return {"status": "completed", "result": None, "exitCode": 0}
    if isinstance(error.code, int):
        # A number that no process can end with is -1, as in CPython.
        exit_code = error.code if -(2**31) <= error.code < 2**31 else -1
    else:
        print(error.code, file=sys.stderr)
        exit_code = 1
    return {
        "status": "failed",
        "code": "exited",
        "message": f"The script ended itself with exit code {exit_code}.",
        "traceback": None,
        "line": failing_line(error),
        "exitCode": exit_code,
    }


def _own_tasks() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() - _not_ours if not task.done()]


async def _end_leftover_tasks() -> int:
    """Cancels tasks that outlived the script and gives them a moment to clean up. Returns how many."""
    leftover = _own_tasks()
    for task in leftover:
        task.cancel()
    if leftover:
        await asyncio.wait(leftover, timeout=0.2)
    return len(leftover)


def prepare(is_stop_asked: Callable[[], bool]) -> None:
    """Called once an interpreter. `is_stop_asked` tells whether the page has asked the run to stop."""
    global _is_stop_asked
    _is_stop_asked = is_stop_asked
    loop = asyncio.get_event_loop()
    # Pyodide's loop re-raises these out of Python; here they are outcomes of the run.
    loop._keyboard_interrupt_handler = lambda: None
    loop._system_exit_handler = lambda _code: None
    builtins.input = page.ask
    os.environ["MPLBACKEND"] = "module://eliza_runtime.matplotlib_backend"

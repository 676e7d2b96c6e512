"""Runs one script from its source to its outcome, in the interpreter's event loop.

Functions that run after a script has started are imported by name, here and in the modules beside: a script
may replace any attribute of a module.
"""

import asyncio
import builtins
import contextlib
import inspect
import os
import re
import signal
import sys
import warnings
from asyncio import CancelledError, Task, current_task
from collections.abc import Callable
from json import dumps
from types import CodeType
from typing import Any

from . import exit_functions, loops, network, page, progress, questions, stack, streams
from .display import show_itself, to_bundle
from .figures import show_figures
from .main_module import SCRIPT_NAME, close_module, open_module, own_names
from .script_source import compile_script, normalise
from .tracebacks import describe, failing_line
from .variables import list_variables

_current: Task[Any] | None = None
_is_cancelled = False
_not_ours: set[Task[Any]] = set()

_builtins: dict[str, Any] = {}

_write_warning = warnings.showwarning

_monitoring = sys.monitoring
#: Debuggers, coverage and profilers each take one.
_MONITORING_TOOLS = 6

_OUT_OF_MEMORY = "MemoryError: the script needs more memory than there is"
#: Encoded in advance: after an out-of-memory error there may be no memory to encode it.
_NO_MEMORY_LEFT = dumps(
    {
        "status": "failed",
        "code": "out-of-memory",
        "message": _OUT_OF_MEMORY,
        "traceback": None,
        "line": None,
        "exitCode": 1,
        "leftoverTasks": 0,
        "unendedTasks": 0,
    }
)


def _is_stop_asked() -> bool:
    return False


async def run(source: str, in_session: bool = False) -> str:
    """Runs a script and returns its outcome as JSON, without the page's own fields.

    `{"status": "completed", "result": bundle or null, "exitCode": 0}` or
    `{"status": "failed", "code", "message", "traceback", "line", "exitCode"}`, and in both
    `leftoverTasks`: how many tasks outlived the script, and `unendedTasks`: how many of them ignored their
    cancellation.

    In a session, the script sees the variables of earlier runs. The outcome then lists all as `variables`.

    Outside of a session, functions of atexit run when the script has ended.

    The script runs in the current task, not in one of its own, so that a MemoryError leaves no task behind.
    """
    global _current, _is_cancelled, _not_ours
    _is_cancelled = False
    task = _current = current_task()
    module = None
    try:
        _not_ours = loops.begin_run(_report_unheard)
        signal.signal(signal.SIGINT, _interrupt)
        stack.begin_run()
        questions.begin_run(in_session)
        if not in_session:
            exit_functions.begin_run()
        source = normalise(source)
        module = open_module(source, in_session)
        script = module.__dict__["__file__"]
        outcome = await _run_to_outcome(source, script, module.__dict__)
        if task is not None:
            while task.uncancel():
                pass
        outcome.update(await loops.end_leftover_tasks(_not_ours))
        if not in_session:
            await loops.close_generators()
            loops.report_failed()
            exit_functions.end_run()
        progress.end_run()
        page.end_run()
        streams.end_run()
        if in_session:
            outcome["variables"] = list_variables(module.__dict__, own_names(script))
        # ASCII escapes would need up to 12 times the memory.
        return dumps(outcome, ensure_ascii=False)
    except MemoryError:
        return _NO_MEMORY_LEFT
    except KeyboardInterrupt as error:
        # The signal of Stop came before the script began, or after it had ended.
        unended = len(loops.own_tasks(_not_ours))
        return dumps({**_stopped(error), "leftoverTasks": 0, "unendedTasks": unended})
    finally:
        _current = None
        if module is not None:
            close_module(module)


def cancel() -> bool:
    """Cancels the running script: each of its tasks gets a CancelledError at its next await.

    Returns False if no script is running.
    """
    global _is_cancelled
    if _current is None:
        return False
    _is_cancelled = True
    loops.cancel(_not_ours)
    _current.cancel()
    return True


async def _run_to_outcome(source: str, script: str, namespace: dict[str, Any]) -> dict[str, Any]:
    try:
        statements, last = compile_script(source, script)
        try:
            await _evaluate(statements, namespace)
            value = None if last is None else await _evaluate(last, namespace)
        finally:
            # Otherwise they would trace the runtime too. Only if they are set: setting them discards Python's
            # specialised bytecode.
            if sys.gettrace() is not None:
                sys.settrace(None)
            if sys.getprofile() is not None:
                sys.setprofile(None)
            _end_monitoring()
            loops.leave_script()
            # Restores builtins that the script replaced: the runtime and the next script of the session need
            # them.
            builtins.__dict__.update(_builtins)
        show_figures()
        result = None if show_itself(value) else to_bundle(value)
        return {"status": "completed", "result": result, "exitCode": 0}
    except MemoryError as error:
        # Python's parser raises MemoryError for source that is nested too deep.
        if "too complex to parse" in str(error):
            return _failed("exception", error, script)
        return _out_of_memory(error, script)
    except CancelledError as error:
        if _is_cancelled:
            return _stopped(error, script)
        return _failed("exception", error, script)
    except SystemExit as error:
        return _exited(error, script)
    except KeyboardInterrupt as error:
        # Stop sends a signal that raises KeyboardInterrupt. A script may also raise it by itself.
        return _failed("stopped" if _is_stop_asked() else "exception", error, script)
    except BaseException as error:
        # Figures that were drawn before the error may show its cause.
        show_figures()
        return _failed("exception", error, script)


def _end_monitoring() -> None:
    for tool in range(_MONITORING_TOOLS):
        if _monitoring.get_tool(tool) is not None:
            _monitoring.clear_tool_id(tool)
            _monitoring.free_tool_id(tool)


async def _evaluate(code: CodeType, namespace: dict[str, Any]) -> Any:
    value = eval(code, namespace)
    return await value if code.co_flags & inspect.CO_COROUTINE else value


def _failed(code: str, error: BaseException, script: str) -> dict[str, Any]:
    return {"status": "failed", "code": code, "exitCode": 1, **describe(error, script)}


def _stopped(error: BaseException, script: str = SCRIPT_NAME) -> dict[str, Any]:
    return {**_failed("stopped", error, script), "message": "The script was stopped.", "traceback": None}


def _out_of_memory(error: MemoryError, script: str) -> dict[str, Any]:
    line = failing_line(error, script)
    message = _OUT_OF_MEMORY
    where = f'  File "{script}", line {line}\n' if line else ""
    return {
        "status": "failed",
        "code": "out-of-memory",
        "message": message,
        "traceback": f"Traceback (most recent call last):\n{where}{message}\n",
        "line": line,
        "exitCode": 1,
    }


def _exited(error: SystemExit, script: str) -> dict[str, Any]:
    """Maps SystemExit like CPython: None is 0, a number is itself, anything else is printed and is 1."""
    if error.code is None or error.code == 0:
        return {"status": "completed", "result": None, "exitCode": 0}
    if isinstance(error.code, int):
        # A number outside the range of exit codes becomes -1, as in CPython.
        exit_code = int(error.code) if -(2**31) <= error.code < 2**31 else -1
    else:
        streams.warn(error.code)
        exit_code = 1
    return {
        "status": "failed",
        "code": "exited",
        "message": f"The script exited with exit code {exit_code}.",
        "traceback": None,
        "line": failing_line(error, script),
        "exitCode": exit_code,
    }


def prepare(is_stop_asked: Callable[[], bool], gather_signal: int) -> None:
    """Sets up the interpreter, once. `is_stop_asked` tells whether the page has asked the run to stop."""
    global _is_stop_asked
    _is_stop_asked = is_stop_asked
    streams.prepare(gather_signal)
    loops.prepare()
    network.prepare()
    warnings.showwarning = _show_warning
    sys.breakpointhook = _refuse_breakpoint
    questions.prepare()
    _builtins.update(builtins.__dict__)
    os.environ["MPLBACKEND"] = "module://eliza_runtime.matplotlib_backend"


def _report_unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Prints an unhandled error of a task like asyncio, but without the runtime's frames."""
    error = context.get("exception")
    with contextlib.suppress(Exception):
        report = describe(error, SCRIPT_NAME)["traceback"] if error is not None else ""
        streams.warn(f"{context.get('message', 'Unhandled error')}\n{report}".rstrip())


def _show_warning(
    message: Any,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    """Prints warnings like Python. For a tool call that was not awaited, the sentence names the tool."""
    unheard = _UNAWAITED.match(str(message))
    if file is not None:
        _write_warning(message, category, filename, lineno, file, line)
    elif unheard:
        streams.warn(f"tools.{unheard[1]}() was not awaited, so it was not called. Write `await` before it.")
    else:
        streams.warn(warnings.formatwarning(message, category, filename, lineno, line).rstrip())


_UNAWAITED = re.compile(r"coroutine 'ElizaTools\.(\w+)' was never awaited")


def _interrupt(*_: object) -> None:
    # Unlike Python's own handler, this one is not replaced by asyncio.Runner: Stop must end a loop that computes.
    raise KeyboardInterrupt


def _refuse_breakpoint(*_: object, **_named: object) -> None:
    raise RuntimeError("breakpoint() finds no debugger here. Use print(), or raise an error, to see a value.")

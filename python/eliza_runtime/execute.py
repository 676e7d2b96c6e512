"""Runs one script from its source to its outcome, in the interpreter's event loop.

Functions that run after a script has started are imported by name, here and in the modules beside: a script
may replace any attribute of a module.
"""

import ast
import asyncio
import builtins
import contextlib
import inspect
import json
import linecache
import os
import re
import sys
import warnings
from asyncio import CancelledError, Task, all_tasks, current_task, wait
from collections.abc import Callable
from json import dumps
from types import CodeType
from typing import Any

import eliza_tools

from . import page, progress, streams
from .display import show_itself, to_bundle
from .figures import show_figures
from .tracebacks import describe, failing_line
from .variables import list_variables

#: The file name of a script in tracebacks.
_SCRIPT_NAME = "script.py"
#: Calls through C (sorted(key=), __repr__ ...) use more of the browser's stack than Python counts. At a limit
#: of 700 the stack may overflow before Python raises RecursionError.
_RECURSION_LIMIT = 550
#: Time that leftover tasks have to clean up after they are cancelled.
_CLEAN_UP_SECONDS = 0.2

_current: Task[Any] | None = None
_is_cancelled = False
_not_ours: set[Task[Any]] = set()

#: Namespaces of ended runs, kept alive: freeing a long chain of objects recurses in C and would crash the
#: interpreter. The interpreter of a single run is terminated as a whole anyway.
_ended: list[dict[str, Any]] = []

#: The namespace that the runs of a session share, and their number.
_session: dict[str, Any] = {}
_session_runs = 0

_builtins: dict[str, Any] = {}

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

    The script runs in the current task, not in one of its own, so that a MemoryError leaves no task behind.
    """
    global _current, _is_cancelled, _not_ours
    _is_cancelled = False
    task = _current = current_task()
    _not_ours = all_tasks()
    script, namespace = _open_session() if in_session else (_SCRIPT_NAME, {})
    own = _own_names(script)
    # An earlier script of the session may have replaced them.
    namespace.update(own)
    # Tracebacks read the script's source lines from linecache.
    linecache.cache[script] = (len(source), None, source.splitlines(keepends=True), script)
    try:
        outcome = await _run_to_outcome(source, script, namespace)
        progress.end_run()
        page.end_run()
        if task is not None:
            while task.uncancel():
                pass
        outcome.update(await _end_leftover_tasks())
        streams.end_run()
        if in_session:
            outcome["variables"] = list_variables(namespace, own)
        # ASCII escapes would need up to 12 times the memory.
        return dumps(outcome, ensure_ascii=False)
    except MemoryError:
        return _NO_MEMORY_LEFT
    finally:
        _current = None
        if not in_session:
            _ended.append(namespace)


def cancel() -> bool:
    """Cancels the running script: each of its tasks gets a CancelledError at its next await.

    Returns False if no script is running.
    """
    global _is_cancelled
    if _current is None:
        return False
    _is_cancelled = True
    for task in _own_tasks():
        task.cancel()
    _current.cancel()
    return True


def _open_session() -> tuple[str, dict[str, Any]]:
    """Returns a unique file name for the script, since functions of earlier scripts live on, and the namespace."""
    global _session_runs
    _session_runs += 1
    return f"script-{_session_runs}.py", _session


def _own_names(script: str) -> dict[str, Any]:
    tools = {name: getattr(eliza_tools, name) for name in eliza_tools.__all__ if name != "ElizaTools"}
    return {
        "__name__": "__main__",
        "__builtins__": builtins,
        "__file__": script,
        "asyncio": asyncio,
        "json": json,
        "display": page.display,
        "progress": progress.progress,
        **tools,
    }


async def _run_to_outcome(source: str, script: str, namespace: dict[str, Any]) -> dict[str, Any]:
    try:
        statements, last = _compile(source, script)
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
            return {
                **_failed("stopped", error, script),
                "message": "The script was stopped.",
                "traceback": None,
            }
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


def _compile(source: str, script: str) -> tuple[CodeType, CodeType | None]:
    """Compiles the statements, and separately a last expression: its value is the result."""
    # Not ast.parse(): its frame would appear in the traceback of a syntax error.
    tree = compile(source, script, "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not _is_silenced(source, last):
        del tree.body[-1]
        return _to_code(tree, script), _to_code(ast.Expression(last.value), script)
    return _to_code(tree, script), None


def _to_code(tree: ast.Module | ast.Expression, script: str) -> CodeType:
    mode = "exec" if isinstance(tree, ast.Module) else "eval"
    return compile(tree, script, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _is_silenced(source: str, last: ast.Expr) -> bool:
    """Tells whether a semicolon follows the last statement, which suppresses its value as in notebooks."""
    if ";" not in source or last.end_lineno is None:
        return False
    # Columns count bytes. A backslash continues the statement in the next line.
    lines = source.encode(errors="surrogatepass").splitlines()[last.end_lineno - 1 :]
    return b"\n".join(lines)[last.end_col_offset :].lstrip(b" \t\f\\\n").startswith(b";")


async def _evaluate(code: CodeType, namespace: dict[str, Any]) -> Any:
    value = eval(code, namespace)
    return await value if code.co_flags & inspect.CO_COROUTINE else value


def _failed(code: str, error: BaseException, script: str) -> dict[str, Any]:
    return {"status": "failed", "code": code, "exitCode": 1, **describe(error, script)}


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


def _own_tasks() -> list[Task[Any]]:
    return [task for task in all_tasks() - _not_ours if not task.done()]


async def _end_leftover_tasks() -> dict[str, int]:
    """Cancels tasks that outlived the script, and waits up to 200 ms for them to clean up."""
    leftover = _own_tasks()
    for task in leftover:
        task.cancel()
    if leftover:
        await wait(leftover, timeout=_CLEAN_UP_SECONDS)
    return {"leftoverTasks": len(leftover), "unendedTasks": len(_own_tasks())}


def prepare(is_stop_asked: Callable[[], bool], gather_signal: int) -> None:
    """Sets up the interpreter, once. `is_stop_asked` tells whether the page has asked the run to stop."""
    global _is_stop_asked
    _is_stop_asked = is_stop_asked
    streams.prepare(gather_signal)
    sys.setrecursionlimit(_RECURSION_LIMIT)
    loop = asyncio.get_event_loop()
    # Pyodide's loop re-raises these outside Python. Here they are outcomes of the run.
    loop._keyboard_interrupt_handler = lambda: None
    loop._system_exit_handler = lambda _code: None
    loop.set_exception_handler(_report_unheard)
    warnings.showwarning = _show_warning
    sys.breakpointhook = _refuse_breakpoint
    builtins.input = page.ask
    _builtins.update(builtins.__dict__)
    os.environ["MPLBACKEND"] = "module://eliza_runtime.matplotlib_backend"


def _report_unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Prints an unhandled error of a task like asyncio, but without the runtime's frames."""
    error = context.get("exception")
    with contextlib.suppress(Exception):
        report = describe(error, _SCRIPT_NAME)["traceback"] if error is not None else ""
        streams.warn(f"{context.get('message', 'Unhandled error')}\n{report}".rstrip())


def _show_warning(message: Any, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
    """Prints warnings like Python. For a tool call that was not awaited, the sentence names the tool."""
    unheard = _UNAWAITED.match(str(message))
    if unheard:
        streams.warn(f"tools.{unheard[1]}() was not awaited, so it was not called. Write `await` before it.")
    else:
        streams.warn(warnings.formatwarning(message, category, filename, lineno).rstrip())


_UNAWAITED = re.compile(r"coroutine 'ElizaTools\.(\w+)' was never awaited")


def _refuse_breakpoint(*_: object, **_named: object) -> None:
    raise RuntimeError("breakpoint() finds no debugger here. Use print(), or raise an error, to see a value.")

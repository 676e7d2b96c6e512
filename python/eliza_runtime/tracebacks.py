"""Formats an exception like CPython, without the runtime's own frames."""

from traceback import StackSummary, TracebackException
from types import TracebackType
from typing import Any

from .hints import hint_for

_TRACEBACK_LIMIT = 20_000

#: Frames of files below these paths belong to the runtime, not to the script.
_RUNTIME_FILES = ("/lib/eliza.zip/", "/lib/python314.zip/_pyodide/", "/lib/python314.zip/pyodide/")


def describe(error: BaseException, script: str) -> dict[str, Any]:
    """Returns `message` (one line), `traceback` (text) and `line` (of the file `script`, or None)."""
    try:
        return _describe(error, script)
    except RecursionError:  # Groups nested as deep as a stack.
        return {
            "message": one_line(error),
            "traceback": None,
            "line": _innermost_line(error.__traceback__, script),
        }


def _describe(error: BaseException, script: str) -> dict[str, Any]:
    report = TracebackException.from_exception(error, compact=True)
    _drop_runtime_frames(report)
    hint = hint_for(error)
    if hint is not None:
        notes = report.__notes__ if isinstance(report.__notes__, list) else []
        report.__notes__ = [*notes, hint]
    text = "".join(report.format())
    if len(text) > _TRACEBACK_LIMIT:
        half = _TRACEBACK_LIMIT // 2
        text = f"{text[:half]}\n… {len(text) - 2 * half:,} characters left out …\n{text[-half:]}"
    return {"message": one_line(error), "traceback": text, "line": failing_line(error, script)}


def failing_line(error: BaseException, script: str) -> int | None:
    """Returns the innermost line of the script that led to the error, or None."""
    if isinstance(error, SyntaxError) and error.filename == script:
        # A script may construct a SyntaxError with any value.
        return error.lineno if type(error.lineno) is int and error.lineno > 0 else None
    line = _innermost_line(error.__traceback__, script)
    if line is None and isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := failing_line(inner, script))), None)
    return line


def _innermost_line(frame: TracebackType | None, script: str) -> int | None:
    line = None
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == script:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def one_line(error: BaseException) -> str:
    """Returns the error's class and the first line of its message."""
    name = type(error).__name__[:200]
    try:
        message = error.msg if isinstance(error, SyntaxError) and type(error.msg) is str else str(error)
    except MemoryError:
        raise
    except BaseException:  # A script's own __str__ may raise anything.
        return name
    first, *_ = str.splitlines(str.strip(message)) or [""]
    return f"{name}: {first[:500]}" if first else name


def _drop_runtime_frames(report: TracebackException) -> None:
    waiting: list[TracebackException | None] = [
        report
    ]  # Without recursion: a chain may be as long as a stack.
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        each.stack = StackSummary.from_list(
            [frame for frame in each.stack if not frame.filename.startswith(_RUNTIME_FILES)]
        )
        waiting.extend((each.__cause__, each.__context__, *(each.exceptions or ())))

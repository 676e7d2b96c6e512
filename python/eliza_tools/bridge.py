"""The only line from Python to the page: a tool's name and JSON out, JSON back."""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from pyodide.ffi import create_proxy

from . import exceptions
from .exceptions import ToolError, ToolInputError
from .nesting import NESTING_LIMIT, is_too_deep

_send: Callable[[str, str, int], Awaitable[str]] | None = None
_open: Callable[[str, str, Any], Any] | None = None
_leave: Callable[[int], None] | None = None
_keys = itertools.count()


def connect(
    send: Callable[[str, str, int], Awaitable[str]],
    open_stream: Callable[[str, str, Any], Any],
    leave: Callable[[int], None] | None = None,
) -> None:
    """Sets what carries a call: (tool, arguments as JSON, a key) to an awaitable of the reply as JSON.

    The reply is `{"ok": result}` or `{"error": {code, pythonClass, message, status, retryable}}`. A stream takes what
    is called with each piece of text as well, and gives an object with that awaitable as `reply`, and `cancel()`.
    `leave` is given the key of a call that nobody awaits any more.
    """
    global _send, _open, _leave
    _send, _open, _leave = send, open_stream, leave


async def call(tool: str, arguments: dict[str, Any]) -> Any:
    """Calls a tool and returns its result; raises a ToolError of the class that the fault names."""
    if _send is None:
        raise _not_connected(tool)
    key = next(_keys)
    try:
        return _read_reply(tool, await _send(tool, _encode(tool, arguments), key))
    except asyncio.CancelledError:
        # A person who is asked for leave to make it need not answer.
        if _leave is not None:
            _leave(key)
        raise


async def stream(tool: str, arguments: dict[str, Any]) -> AsyncGenerator[str]:
    """Calls a tool and yields its text as it comes; raises as `call` does, also in the middle.

    Who leaves the loop early ends the call.
    """
    if _open is None:
        raise _not_connected(tool)
    texts: asyncio.Queue[str | None] = asyncio.Queue()
    on_text = create_proxy(texts.put_nowait)
    opened = _open(tool, _encode(tool, arguments), on_text)
    reply = asyncio.ensure_future(opened.reply)
    reply.add_done_callback(lambda _: texts.put_nowait(None))
    try:
        while (text := await texts.get()) is not None:
            yield text
        _read_reply(tool, reply.result())
    finally:
        if not reply.done():
            opened.cancel()
            reply.cancel()
        on_text.destroy()


def _not_connected(tool: str) -> ToolError:
    return ToolError("Tools are not connected yet.", tool=tool, code="backend-unreachable", status=503)


def _read_reply(tool: str, text: str) -> Any:
    reply = json.loads(text)
    if "error" in reply:
        raise _to_exception(tool, reply["error"]) from None
    return reply["ok"]


def _encode(tool: str, arguments: dict[str, Any]) -> str:
    try:
        if is_too_deep(arguments):
            raise ValueError(f"nested deeper than {NESTING_LIMIT} levels")
        return json.dumps(arguments, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise ToolInputError(
            f"{tool}(): the arguments cannot be sent as JSON: {error}",
            tool=tool,
            code="tool-input-invalid",
            status=400,
        ) from None


def _to_exception(tool: str, fault: dict[str, Any]) -> ToolError:
    kind = getattr(exceptions, fault["pythonClass"], ToolError)
    return kind(
        fault["message"], tool=tool, code=fault["code"], status=fault["status"], retryable=fault["retryable"]
    )

"""Carries tool calls from Python to the page: the tool's name and JSON out, JSON back."""

import itertools
from asyncio import Future, Queue, get_running_loop
from collections.abc import AsyncGenerator, Callable
from json import dumps, loads
from typing import Any, Self

from . import exceptions
from .exceptions import ToolError, ToolInputError
from .keys import refuse_equal_keys
from .nesting import NESTING_LIMIT, is_too_deep

_post: Callable[[int, str, str], None] | None = None
_leave: Callable[[int], None] | None = None
_ids = itertools.count()
#: Pending calls by id.
_open: dict[int, Exchange] = {}
#: Memory in reserve: freed if a reply finds no memory, so that the error can be raised in the script.
_reserve: bytes | None = bytes(512 * 1024)


def connect(post: Callable[[int, str, str], None], leave: Callable[[int], None]) -> None:
    """Sets the functions that carry calls to the page.

    `post` gets the call's id, the tool and the arguments as JSON. The page answers with `settle`. If the tool
    streams, the page calls `hear` with each piece of text first. `leave` gets the id of a call that was
    abandoned.
    """
    global _post, _leave
    _post, _leave = post, leave


def settle(call_id: int, reply: str) -> None:
    """Ends a call with `{"ok": result}` or `{"error": {code, pythonClass, message, status, retryable}}`.

    Like `hear`, it ignores calls that were abandoned.
    """
    exchange = _open.get(call_id)
    if exchange is not None and not exchange.reply.done():
        exchange.reply.set_result(reply)


def hear(call_id: int, text: str) -> None:
    """Passes the next piece of text to a streaming call."""
    exchange = _open.get(call_id)
    if exchange is not None and exchange.on_text is not None:
        exchange.on_text(text)


def fail(call_id: int, error_type: str) -> None:
    """Fails a call whose reply could not be delivered. Its await raises KeyboardInterrupt or MemoryError."""
    global _reserve
    _reserve = None
    exchange = _open.get(call_id)
    if exchange is not None and not exchange.reply.done():
        exchange.reply.set_exception(
            KeyboardInterrupt() if error_type == "KeyboardInterrupt" else MemoryError()
        )


class Exchange:
    """One call. `with` sends it, and abandons it on exit if there is no reply yet."""

    def __init__(self, tool: str, arguments_json: str, on_text: Callable[[str], None] | None = None) -> None:
        self.on_text = on_text
        self.reply: Future[str] = get_running_loop().create_future()
        self._id = next(_ids)
        self._tool = tool
        self._arguments_json = arguments_json

    def __enter__(self) -> Self:
        if _post is None:
            raise ToolError(
                "Tools are not connected yet. Run the script again.",
                tool=self._tool,
                code="backend-unreachable",
                status=503,
            )
        _post(self._id, self._tool, self._arguments_json)
        _open[self._id] = self
        return self

    def __exit__(self, *_: object) -> None:
        del _open[self._id]
        # The page then withdraws the question if a person is still asked to allow the call.
        if _leave is not None and (self.reply.cancelled() or not self.reply.done()):
            _leave(self._id)


async def call(tool: str, arguments: dict[str, Any]) -> Any:
    """Calls a tool and returns its result. Raises the subclass of ToolError that the error names."""
    with Exchange(tool, _encode(tool, arguments)) as exchange:
        return _read_reply(tool, await exchange.reply)


async def stream(tool: str, arguments: dict[str, Any]) -> AsyncGenerator[str]:
    """Calls a tool and yields its text as it arrives. Raises like `call`, also after the first text.

    Leaving the loop early cancels the call.
    """
    texts: Queue[str | None] = Queue()
    with Exchange(tool, _encode(tool, arguments), texts.put_nowait) as exchange:
        exchange.reply.add_done_callback(lambda _: texts.put_nowait(None))
        while (text := await texts.get()) is not None:
            yield text
        _read_reply(tool, exchange.reply.result())


def _read_reply(tool: str, text: str) -> Any:
    try:
        reply = loads(text)
    except (ValueError, RecursionError) as error:
        raise ToolError(
            f"{tool}(): Python cannot read the answer: {error}",
            tool=tool,
            code="response-malformed",
            status=502,
        ) from None
    if "error" in reply:
        raise _to_exception(tool, reply["error"]) from None
    return reply["ok"]


def _encode(tool: str, arguments: dict[str, Any]) -> str:
    """Writes the arguments as `json.dumps` does: a tuple as a list, keys as text. Refuses what that would lose."""
    try:
        if is_too_deep(arguments):
            raise ValueError(f"nested deeper than {NESTING_LIMIT} levels")
        encoded = dumps(arguments, allow_nan=False, separators=(",", ":"))
        refuse_equal_keys(arguments)
        return encoded
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

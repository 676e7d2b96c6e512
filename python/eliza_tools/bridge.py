"""The only line from Python to the page: a tool's name and JSON out, JSON back."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from . import exceptions
from .exceptions import ToolError, ToolInputError
from .nesting import NESTING_LIMIT, is_too_deep

_send: Callable[[str, str], Awaitable[str]] | None = None


def connect(send: Callable[[str, str], Awaitable[str]]) -> None:
    """Sets what carries a call: (tool, arguments as JSON) to an awaitable of the reply as JSON.

    The reply is `{"ok": result}` or `{"error": {code, pythonClass, message, status, retryable}}`.
    """
    global _send
    _send = send


async def call(tool: str, arguments: dict[str, Any]) -> Any:
    """Calls a tool and returns its result; raises a ToolError of the class that the fault names."""
    if _send is None:
        raise ToolError("Tools are not connected yet.", tool=tool, code="backend-unreachable", status=503)
    reply = json.loads(await _send(tool, _encode(tool, arguments)))
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

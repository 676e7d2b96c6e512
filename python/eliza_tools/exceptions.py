"""What a tool call raises. Each class is the nearest builtin too, so that ordinary handlers catch it."""

from typing import Any


class ToolError(Exception):
    """A tool failed. `str(error)` is a sentence for people.

    Attributes:
        tool: The method that was called, such as "browse_web".
        code: What happened, such as "tool-timed-out"; the list is in contract/errors.ts.
        status: The HTTP status of the answer; the nearest one where there was no answer.
        retryable: Whether the same call may succeed later.
    """

    def __init__(
        self,
        message: str,
        *,
        tool: str,
        code: str = "function-failed",
        status: int = 500,
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.tool = tool
        self.code = code
        self.status = status
        self.retryable = retryable

    def __reduce__(self) -> Any:
        # Keyword-only arguments are lost by Exception's own __reduce__, which copy and pickle use.
        return _rebuild, (type(self), str(self), self.__dict__)


class ToolTimeout(ToolError, TimeoutError):
    """The tool did not answer in time."""


class ToolDenied(ToolError, PermissionError):
    """The call is not allowed: signed out, not yours, or refused."""


class ToolInputError(ToolError, ValueError):
    """The arguments are not what the tool takes."""


class ToolUnavailable(ToolError, ConnectionError):
    """The tool cannot be reached or used just now."""


for _kind in (ToolError, ToolTimeout, ToolDenied, ToolInputError, ToolUnavailable):
    # Tracebacks show where scripts import it from.
    _kind.__module__ = "eliza_tools"


def _rebuild(kind: type[ToolError], message: str, attributes: dict[str, Any]) -> ToolError:
    error = kind(message, tool=attributes["tool"])
    error.__dict__.update(attributes)
    return error

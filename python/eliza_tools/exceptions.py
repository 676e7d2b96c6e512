"""The exceptions of tool calls. Each inherits from the nearest builtin too, so ordinary handlers catch it."""

from typing import Any


class ToolError(Exception):
    """Raised when a tool fails. `str(error)` is a sentence for people.

    Attributes:
        tool: The method that was called, such as "browse_web".
        code: The kind of error, such as "tool-timed-out". contract/errors.ts lists all.
        status: The HTTP status of the answer. If there was no answer, the closest one.
        retryable: True if the same call may succeed later.
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
        # copy and pickle use __reduce__, and Exception's own loses keyword-only arguments.
        return _rebuild, (type(self), str(self), self.__dict__)


class ToolTimeout(ToolError, TimeoutError):
    """Raised if the tool does not answer in time."""


class ToolDenied(ToolError, PermissionError):
    """Raised if the call is not allowed: you are signed out, have no access, or refused it."""


class ToolInputError(ToolError, ValueError):
    """Raised if the tool does not accept the arguments."""


class ToolUnavailable(ToolError, ConnectionError):
    """Raised if the tool cannot be reached or is not available."""


for _kind in (ToolError, ToolTimeout, ToolDenied, ToolInputError, ToolUnavailable):
    # Tracebacks show the module from which scripts import the class.
    _kind.__module__ = "eliza_tools"


def _rebuild(kind: type[ToolError], message: str, attributes: dict[str, Any]) -> ToolError:
    error = kind(message, tool=attributes["tool"])
    error.__dict__.update(attributes)
    return error

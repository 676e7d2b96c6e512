"""The `tools` object: every call goes to an edge function of this project and back."""

from .exceptions import ToolDenied, ToolError, ToolInputError, ToolTimeout, ToolUnavailable
from .methods import ElizaTools

tools = ElizaTools()

__all__ = [
    "ElizaTools",
    "ToolDenied",
    "ToolError",
    "ToolInputError",
    "ToolTimeout",
    "ToolUnavailable",
    "tools",
]

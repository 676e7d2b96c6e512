"""The `tools` object. Each method calls an edge function of this project."""

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

"""The repr of a value, whatever a script's own `__repr__` does."""

from typing import Any

from .tracebacks import one_line

#: Characters of one form of a value.
RESULT_LIMIT = 1_000_000


def represent(value: Any) -> str:
    """Returns `repr(value)`, cut at RESULT_LIMIT. A repr that fails gives a sentence in its place."""
    try:
        return cut(repr(value))
    except MemoryError:
        raise
    except Exception as error:  # A script's own __repr__ may raise anything.
        return f"<{type(value).__name__} object; its repr() raised {one_line(error)}>"


def cut(text: str) -> str:
    """Cuts a text at RESULT_LIMIT, and says how much is missing."""
    if len(text) <= RESULT_LIMIT:
        return text
    return f"{text[:RESULT_LIMIT]}\n… {len(text) - RESULT_LIMIT:,} more characters"

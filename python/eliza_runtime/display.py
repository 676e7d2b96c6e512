"""Turns a value into the forms it can be shown in: a MIME bundle, as Jupyter has it."""

import json
from typing import Any

from eliza_tools.nesting import NESTING_LIMIT, is_too_deep

#: Characters; a longer JSON text is left out, a longer repr is cut.
RESULT_LIMIT = 1_000_000

#: Integers beyond this are not the same number for every reader of JSON (RFC 7493, section 2.2).
_LARGEST_SAFE_INTEGER = 2**53 - 1


def to_bundle(value: Any) -> dict[str, str] | None:
    """The bundle of a value, None for None.

    `application/json` is there only when the value is strict JSON that every reader understands alike:
    no NaN, no integer beyond 2**53 - 1, no key that is no string, no cycle, at most RESULT_LIMIT characters.
    `text/plain` is always there.
    """
    if value is None:
        return None
    if is_too_deep(value):
        return {"text/plain": f"<{type(value).__name__} nested deeper than {NESTING_LIMIT} levels>"}
    bundle = {"text/plain": _repr(value)}
    as_json = _strict_json(value)
    if as_json is not None:
        bundle["application/json"] = as_json
    return bundle


def _strict_json(value: Any) -> str | None:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        if len(text) > RESULT_LIMIT or not _is_interchangeable(value):
            return None
        text.encode()  # A lone surrogate is no text.
        return text
    except TypeError, ValueError, RecursionError:
        return None


def _is_interchangeable(value: Any) -> bool:
    """Whether JSON keeps it as it is: json.dumps writes tuples, int keys and huge integers as something else."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                return False
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif isinstance(item, int) and abs(item) > _LARGEST_SAFE_INTEGER:
            return False
    return True


def _repr(value: Any) -> str:
    try:
        text = repr(value)
    except Exception as error:  # A script's own __repr__ may do anything.
        return f"<{type(value).__name__} object; its repr() raised {type(error).__name__}>"
    if len(text) > RESULT_LIMIT:
        return f"{text[:RESULT_LIMIT]}\n… {len(text) - RESULT_LIMIT:,} more characters"
    return text

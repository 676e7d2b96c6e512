"""Turns values that JSON does not keep into their nearest JSON, for readers that take nothing else."""

import enum
import operator
from math import isfinite
from typing import Any

from eliza_tools.nesting import items_of, pairs_of

from .representation import cut, represent
from .value_tree import field_names


def to_readable(value: Any, changed: dict[str, None]) -> Any:
    """Returns JSON data: keys as text, a NamedTuple as a dict, and what JSON cannot hold as text.

    Adds a word to `changed` for each kind of value that became text. Raises ValueError if two keys of a dict would
    become the same text, and RecursionError for a cycle.
    """
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if issubclass(kind, enum.Enum):
        return _as_text(value, repr, changed)
    if issubclass(kind, float):
        number = float.__float__(value)
        return number if isfinite(number) else _as_text(number, repr, changed)
    if issubclass(kind, int):
        return _to_integer(int.__int__(value), changed)
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, dict):
        return _to_object(value, changed)
    if issubclass(kind, tuple) and (names := field_names(value)) is not None:
        items = tuple.__iter__(value)
        return {name: to_readable(item, changed) for name, item in zip(names, items, strict=True)}
    if issubclass(kind, list | tuple):
        return [to_readable(item, changed) for item in items_of(value)]
    if hasattr(kind, "__index__"):  # numpy's integers
        try:
            return _to_integer(operator.index(value), changed)
        except MemoryError:
            raise
        except Exception:  # A script's own method may raise anything.
            return _as_text(value, str, changed)
    return _as_text(value, str, changed)


def _to_integer(number: int, changed: dict[str, None]) -> Any:
    try:
        repr(number)
    except ValueError:  # More digits than Python writes.
        return _as_text(number, repr, changed)
    return number


def _to_object(value: Any, changed: dict[str, None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in pairs_of(value):
        name = _to_name(key, changed)
        if name in found:
            raise ValueError(f"two keys are {name[:50]!r} as text")
        found[name] = to_readable(item, changed)
    return found


def _to_name(key: Any, changed: dict[str, None]) -> str:
    if type(key) is str:
        return key
    changed[f"keys of type {type(key).__name__}"] = None
    if issubclass(type(key), str) and not isinstance(key, enum.Enum):
        return str.__str__(key)
    if key is None or type(key) is bool:
        return {None: "null", True: "true", False: "false"}[key]
    return represent(key)


def _as_text(value: Any, write: Any, changed: dict[str, None]) -> str:
    try:
        text = cut(write(value))
    except MemoryError:
        raise
    except Exception:  # A script's own __str__ may raise anything.
        text = represent(value)
    changed[text if type(value) is float else type(value).__name__] = None
    return text

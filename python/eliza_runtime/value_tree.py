"""Turns values that JSON does not keep into a tree with Python's types and words, as JSON.

Text, finite numbers, booleans, None and lists are themselves. A dict is an object if its keys are text. All else
is an object with the single key `$`:

- `{"$": "datetime.date(2026, 11, 30)"}`: a value by its repr;
- `{"$": ["tuple", items]}`: a collection by its type;
- `{"$": ["Point", names, values]}`: fields or keys by name. Keys are their repr unless all are text.
"""

from collections import deque
from math import isfinite
from typing import Any

from eliza_tools.nesting import items_of, pairs_of

from .representation import represent

#: The media type.
TREE_TYPE = "application/vnd.eliza.python+json"

_SEQUENCES = (list, tuple, set, frozenset, deque)
#: Of longer integers Python gives no digits. Ten bits are three digits, and the limit is 4,300.
_MOST_BITS = 14_000


def is_branch(value: Any) -> bool:
    """Tells whether a value has parts to show. Asks the type, since an instance may lie about its class."""
    return issubclass(type(value), dict | list | tuple | set | frozenset | deque)


def to_node(value: Any) -> Any:
    """Returns the tree of a value, to be written as JSON. Raises RecursionError for a cycle."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if kind is int and value.bit_length() < _MOST_BITS:
        return value
    if kind is float and isfinite(value):
        return value
    if kind is list:
        return [to_node(item) for item in value]
    if issubclass(kind, dict):
        return _dict_node(value, kind)
    if issubclass(kind, tuple) and (names := field_names(value)) is not None:
        return {"$": [kind.__name__, names, [to_node(item) for item in tuple.__iter__(value)]]}
    if any(issubclass(kind, base) and kind.__repr__ is base.__repr__ for base in _SEQUENCES):
        return {"$": [kind.__name__, [to_node(item) for item in items_of(value)]]}
    return {"$": represent(value)}


def field_names(value: Any) -> list[str] | None:
    """Returns the names of a NamedTuple's fields, or None for any other tuple."""
    names = getattr(type(value), "_fields", None)
    if type(names) is not tuple or len(names) != tuple.__len__(value):
        return None
    return list(names) if all(type(name) is str for name in names) else None


def _dict_node(value: Any, kind: type) -> Any:
    pairs = list(pairs_of(value))
    is_text = all(type(key) is str for key, _ in pairs)
    if kind is dict and is_text and "$" not in value:
        return {key: to_node(item) for key, item in pairs}
    keys = [key if is_text else represent(key) for key, _ in pairs]
    return {"$": [kind.__name__, keys, [to_node(item) for _, item in pairs]]}

"""Looks into containers by their own types' methods, and measures nesting.

A subclass may replace `items()` or `__iter__()` with anything. Nesting is measured without recursion: json and repr
recurse in C, where deep nesting overflows the stack.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any

#: Levels of lists, dicts, tuples and sets. Far below the limit of the C stack, far above what data needs.
NESTING_LIMIT = 500

#: Asked by type: an instance, such as a mock, may lie about its class.
_CONTAINERS = (dict, list, tuple, set, frozenset)
_ITERATE = tuple((kind, kind.__iter__) for kind in (list, tuple, set, frozenset, deque))


def pairs_of(value: dict[Any, Any]) -> Iterable[tuple[Any, Any]]:
    """Returns the keys and values that a dict, or one of a subclass, holds."""
    # dict.items() does not know the order of an OrderedDict.
    return OrderedDict.items(value) if issubclass(type(value), OrderedDict) else dict.items(value)


def items_of(value: Any) -> Iterable[Any]:
    """Returns the items that a list, tuple, set, frozenset or deque, or one of a subclass, holds."""
    return next(iterate(value) for kind, iterate in _ITERATE if issubclass(type(value), kind))


def is_too_deep(value: Any) -> bool:
    """Tells whether a value nests deeper than NESTING_LIMIT. Cycles do not count: json and repr find them."""
    seen: set[int] = set()
    level = [value]
    for _ in range(NESTING_LIMIT):
        level = [child for item in level for child in _children(item, seen)]
        if not level:
            return False
    return True


def _children(item: Any, seen: set[int]) -> list[Any]:
    if not issubclass(type(item), _CONTAINERS) or id(item) in seen:
        return []
    seen.add(id(item))
    inner = dict.values(item) if issubclass(type(item), dict) else items_of(item)
    return [child for child in inner if issubclass(type(child), _CONTAINERS)]

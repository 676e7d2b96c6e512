"""Measures nesting without recursion: json and repr recurse in C, where deep nesting overflows the stack."""

from typing import Any

#: Levels of lists, dicts, tuples and sets. Far below the limit of the C stack, far above what data needs.
NESTING_LIMIT = 500

_CONTAINERS = (dict, list, tuple, set, frozenset)


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
    if not isinstance(item, _CONTAINERS) or id(item) in seen:
        return []
    seen.add(id(item))
    inner = item.values() if isinstance(item, dict) else item
    return [child for child in inner if isinstance(child, _CONTAINERS)]

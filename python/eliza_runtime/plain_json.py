"""Writes values that JSON keeps exactly: no digit, no order of keys and no form of a number is lost."""

import re
from json import dumps
from math import isfinite
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def is_plain(value: Any) -> bool:
    """Tells whether `json.loads` would give the same value again: same types, same keys, no NaN.

    Types are compared by identity: a NamedTuple is no list, and an IntEnum no integer. A cycle is no obstacle.
    """
    waiting = [value]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is dict or kind is list:
            if id(item) in seen:
                continue
            seen.add(id(item))
        if kind is dict:
            if not all(type(key) is str for key in item):
                return False
            waiting.extend(item.values())
        elif kind is list:
            waiting.extend(item)
        elif kind is float:
            if not isfinite(item):
                return False
        elif not (kind is str or kind is int or kind is bool or item is None):
            return False
    return True


def to_json(value: Any) -> str:
    """Returns strict JSON as text, with half characters (lone surrogates) as escapes.

    Raises ValueError for NaN, for a cycle and for an integer of more than 4,300 digits, TypeError for other types.
    """
    text = dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    # They occur in texts alone, where an escape means the same.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)

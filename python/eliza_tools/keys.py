"""Finds keys of a dict that JSON, whose keys are text, could not tell apart."""

from json import dumps
from typing import Any


def refuse_equal_keys(value: Any) -> None:
    """Raises ValueError if two keys of a dict become the same text, as 1 and "1" do. The value has no cycle."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not all(type(key) is str for key in item):
                texts = [key if isinstance(key, str) else dumps(key) for key in item]
                twice = next((text for text in set(texts) if texts.count(text) > 1), None)
                if twice is not None:
                    raise ValueError(f"two keys of a dict are {twice[:50]!r} as text")
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)

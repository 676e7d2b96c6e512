"""Turns a value into the forms it can be shown in: a MIME bundle, as Jupyter has it."""

import base64
import json
from typing import Any

from eliza_tools.nesting import NESTING_LIMIT, is_too_deep

#: Characters of one form. A longer text/plain is cut, any other form is left out and named in `note`.
RESULT_LIMIT = 1_000_000

#: Integers beyond this are not the same number for every reader of JSON (RFC 7493, section 2.2).
_LARGEST_SAFE_INTEGER = 2**53 - 1

#: IPython's display protocol: the form and the method that gives it.
_METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "text/latex": "_repr_latex_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "application/json": "_repr_json_",
}


def to_bundle(value: Any) -> dict[str, str] | None:
    """The bundle of a value, None for None.

    Forms come from `_repr_mimebundle_` and the `_repr_*_` methods of the value's class, images as base64.
    `application/json` is also there when the value is strict JSON that every reader understands alike:
    no NaN, no integer beyond 2**53 - 1, no key that is no string, no cycle, at most RESULT_LIMIT characters.
    `text/plain` is always there. `note` says which forms are missing and why.
    """
    if value is None:
        return None
    if is_too_deep(value):
        return {"text/plain": f"<{type(value).__name__} nested deeper than {NESTING_LIMIT} levels>"}
    notes: list[str] = []
    bundle = to_forms(_offered(value, notes), notes)
    if "application/json" not in bundle:
        as_json = _strict_json(value)
        if as_json is not None:
            bundle["application/json"] = as_json
    if "text/plain" not in bundle:
        bundle["text/plain"] = _repr(value)
    return _with_note(bundle, notes)


def to_raw_bundle(forms: dict[str, Any]) -> dict[str, str]:
    """The bundle of forms that a script made itself, by media type."""
    notes: list[str] = []
    bundle = to_forms(forms, notes)
    bundle.setdefault("text/plain", f"<{', '.join(bundle) or 'nothing that can be shown'}>")
    return _with_note(bundle, notes)


def to_forms(offered: dict[str, Any], notes: list[str]) -> dict[str, str]:
    """Those of the forms that can be shown, as text; `notes` gets a sentence for each that is left out."""
    forms: dict[str, str] = {}
    for media_type, data in offered.items():
        if media_type not in _METHODS and media_type != "text/plain":
            continue
        if isinstance(data, tuple) and data:  # (data, metadata)
            data = data[0]
        if data is None:
            continue
        text = _as_text(media_type, data)
        if text is None:
            notes.append(f"{media_type} is left out: {type(data).__name__} is not what it is made of.")
        elif len(text) <= RESULT_LIMIT:
            forms[media_type] = text
        elif media_type == "text/plain":
            forms[media_type] = _cut(text)
        else:
            notes.append(
                f"{media_type} is left out: it has {len(text):,} characters, and at most {RESULT_LIMIT:,} are shown."
            )
    return forms


def _offered(value: Any, notes: list[str]) -> dict[str, Any]:
    kind = type(value)
    if kind is type or issubclass(kind, type):  # A class has the methods of its instances.
        return {}
    offered: dict[str, Any] = {}
    for media_type, name in _METHODS.items():
        offered[media_type] = _ask(value, name, notes)
    bundle = _ask(value, "_repr_mimebundle_", notes, include=None, exclude=None)
    if isinstance(bundle, tuple) and bundle:  # (data, metadata)
        bundle = bundle[0]
    if isinstance(bundle, dict):
        offered.update(bundle)
    return offered


def _ask(value: Any, name: str, notes: list[str], **options: Any) -> Any:
    method = getattr(type(value), name, None)
    if method is None:
        return None
    try:
        return method(value, **options)
    except NotImplementedError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # A script's own method may do anything.
        notes.append(f"{name}() raised {type(error).__name__}.")
        return None


def _as_text(media_type: str, data: Any) -> str | None:
    if media_type in ("image/png", "image/jpeg"):
        if isinstance(data, bytes | bytearray | memoryview):
            return base64.b64encode(data).decode()
        return "".join(data.split()) if isinstance(data, str) else None
    if media_type == "application/json":
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except ValueError, RecursionError:
                return None
        return None if is_too_deep(data) else _strict_json(data, limit=None)
    if isinstance(data, bytes) and media_type == "image/svg+xml":
        return data.decode(errors="replace")
    return str(data) if isinstance(data, str) else None


def _strict_json(value: Any, limit: int | None = RESULT_LIMIT) -> str | None:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        if (limit is not None and len(text) > limit) or not _is_interchangeable(value):
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
        return _cut(repr(value))
    except Exception as error:  # A script's own __repr__ may do anything.
        return f"<{type(value).__name__} object; its repr() raised {type(error).__name__}>"


def _cut(text: str) -> str:
    if len(text) <= RESULT_LIMIT:
        return text
    return f"{text[:RESULT_LIMIT]}\n… {len(text) - RESULT_LIMIT:,} more characters"


def _with_note(bundle: dict[str, str], notes: list[str]) -> dict[str, str]:
    if notes:
        bundle["note"] = " ".join(notes)[:4_000]
    return bundle

"""Turns a value into a MIME bundle, the format of Jupyter: one text per media type."""

import base64
import operator
from collections.abc import Iterable
from json import dumps, loads
from typing import Any

from eliza_tools.nesting import NESTING_LIMIT, is_too_deep

from .tracebacks import one_line

#: Characters of one form. A longer text/plain is cut. Any other longer form is dropped and named in `note`.
RESULT_LIMIT = 1_000_000

#: JavaScript rounds larger integers, so JSON cannot carry them safely (RFC 7493, section 2.2).
_LARGEST_SAFE_INTEGER = 2**53 - 1

#: IPython's display protocol: media type and method.
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
    """Returns the bundle of a value. None for None.

    Forms come from `_repr_mimebundle_` and the `_repr_*_` methods of the value's class. Images are base64.

    `application/json` is added if the value is strict JSON: no NaN, no integer beyond 2**53 - 1, only string
    keys, no cycle. In a list of dicts (a table), cells that JSON cannot represent become text. A list over
    RESULT_LIMIT characters is cut to the items that fit.

    `text/plain` is always there. `note` says what is missing and why.
    """
    if value is None:
        return None
    if is_too_deep(value):
        return {"text/plain": f"<{type(value).__name__} nested deeper than {NESTING_LIMIT} levels>"}
    notes: list[str] = []
    bundle = to_forms(_offered(value, notes), notes)
    if "application/json" not in bundle:
        as_json = _strict_json(value)
        if as_json is None:
            as_json = _rows_as_json(value, notes)
        elif len(as_json) > RESULT_LIMIT:
            as_json = _shortened_json(value, len(as_json), notes)
        if as_json is not None:
            bundle["application/json"] = as_json
    if "text/plain" not in bundle:
        bundle["text/plain"] = _repr(value)
    return _with_note(bundle, notes)


def show_itself(value: Any) -> bool:
    """Calls `_ipython_display_` if the value's class has it. Returns True if the value showed itself."""
    method = None if _is_class(value) else getattr(type(value), "_ipython_display_", None)
    if method is None:
        return False
    try:
        method(value)
    except NotImplementedError:
        return False
    return True


def to_raw_bundle(forms: dict[str, Any]) -> dict[str, str]:
    """Returns the bundle of forms that a script gives by media type."""
    notes: list[str] = []
    bundle = to_forms(forms, notes)
    bundle.setdefault("text/plain", f"<{', '.join(bundle) or 'nothing that can be shown'}>")
    return _with_note(bundle, notes)


def to_forms(offered: dict[str, Any], notes: list[str]) -> dict[str, str]:
    """Returns the forms that can be shown, as text. Adds a sentence to `notes` for each other form."""
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
            notes.append(_too_long(media_type, len(text)))
    return forms


def _too_long(media_type: str, characters: int) -> str:
    return (
        f"{media_type} is left out: it has {characters:,} characters, and at most {RESULT_LIMIT:,} are shown."
    )


def _offered(value: Any, notes: list[str]) -> dict[str, Any]:
    if _is_class(value):
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


def _is_class(value: Any) -> bool:
    """A class has the `_repr_*_` methods of its instances, but they cannot be called on it."""
    return issubclass(type(value), type)


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
    except Exception as error:  # A script's own method may raise anything.
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
                data = loads(data)
            except ValueError, RecursionError:
                return None
        return None if is_too_deep(data) else _strict_json(data)
    if isinstance(data, bytes) and media_type == "image/svg+xml":
        return data.decode(errors="replace")
    return str(data) if isinstance(data, str) else None


def _strict_json(value: Any) -> str | None:
    try:
        text = _to_json(value)
        if not _is_interchangeable(value):
            return None
        text.encode()  # Raises for a lone surrogate.
        return text
    except TypeError, ValueError, RecursionError:
        return None


def _to_json(value: Any) -> str:
    return dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _shortened_json(value: Any, characters: int, notes: list[str]) -> str | None:
    """Keeps the first items of a list that is too long, so that a long table is still shown as a table."""
    listed = value if isinstance(value, list | tuple) else ()
    as_json = _join_fitting(map(_to_json, listed), len(listed), notes)
    if as_json is None and not isinstance(value, str):  # Its text/plain form says that it is cut.
        notes.append(_too_long("application/json", characters))
    return as_json


def _rows_as_json(value: Any, notes: list[str]) -> str | None:
    """Encodes a list of dicts, with cells that JSON cannot represent (dates, NaN ...) as text."""
    if not isinstance(value, list | tuple) or not all(map(_is_row, value)):
        return None
    put_as_text: dict[str, None] = {}
    rows = (_to_json({name: _to_cell(cell, put_as_text) for name, cell in row.items()}) for row in value)
    as_json = _join_fitting(rows, len(value), notes)
    if as_json is not None:
        notes.append(f"Values that JSON cannot hold are shown as text: {', '.join([*put_as_text][:10])}.")
    return as_json


def _is_row(item: Any) -> bool:
    return isinstance(item, dict) and len(item) > 0 and all(isinstance(name, str) for name in item)


def _to_cell(value: Any, put_as_text: dict[str, None]) -> Any:
    if _strict_json(value) is not None:
        return value
    try:  # A script's own methods may raise anything.
        if not isinstance(value, int) and hasattr(type(value), "__index__"):  # numpy's integers
            return _to_cell(operator.index(value), put_as_text)
        text = str(value)
    except MemoryError:
        raise
    except Exception:
        text = _repr(value)
    put_as_text[text if isinstance(value, float) else type(value).__name__] = None
    return _cut(text.encode(errors="replace").decode())


def _join_fitting(texts: Iterable[str], count: int, notes: list[str]) -> str | None:
    """Joins items to a JSON list, as many as fit into RESULT_LIMIT. Returns None if none fits."""
    items: list[str] = []
    room = RESULT_LIMIT - len("[]")
    for text in texts:
        room -= len(text) + len(",")
        if room < 0:
            break
        items.append(text)
    if not items:
        return None
    if len(items) < count:
        notes.append(
            f"The first {len(items):,} of {count:,} items are shown: "
            f"of its JSON at most {RESULT_LIMIT:,} characters are kept."
        )
    return f"[{','.join(items)}]"


def _is_interchangeable(value: Any) -> bool:
    """Tells whether a JSON round trip keeps the value. It changes int keys, for instance."""
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
    except MemoryError:
        raise
    except Exception as error:  # A script's own __repr__ may raise anything.
        return f"<{type(value).__name__} object; its repr() raised {one_line(error)}>"


def _cut(text: str) -> str:
    if len(text) <= RESULT_LIMIT:
        return text
    return f"{text[:RESULT_LIMIT]}\n… {len(text) - RESULT_LIMIT:,} more characters"


def _with_note(bundle: dict[str, str], notes: list[str]) -> dict[str, str]:
    if notes:
        bundle["note"] = " ".join(notes)[:4_000]
    return bundle

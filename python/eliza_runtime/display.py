"""Turns a value into a MIME bundle, the format of Jupyter: one text per media type."""

import base64
from collections.abc import Callable, Iterable
from json import loads
from typing import Any

from eliza_tools.nesting import NESTING_LIMIT, is_too_deep

from .plain_json import is_plain, to_json
from .readable_json import to_readable
from .representation import RESULT_LIMIT, cut, represent
from .value_tree import TREE_TYPE, is_branch, to_node

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

    `application/json` is exact if the value is plain: lists, dicts whose keys are text, text, finite numbers,
    booleans. It has all digits of integers, and floats as repr writes them. Any other list, tuple or dict has its
    nearest JSON there, and the value with its types under TREE_TYPE. A list over RESULT_LIMIT characters is cut to
    the items that fit.

    `text/plain` is always there: the repr, which longer than RESULT_LIMIT is cut. Any other longer form is left
    out. `note` says what is missing or changed, and why.
    """
    if value is None:
        return None
    if is_too_deep(value):
        return {"text/plain": f"<{type(value).__name__} nested deeper than {NESTING_LIMIT} levels>"}
    notes: list[str] = []
    bundle = to_forms(_offered(value, notes), notes)
    if "application/json" not in bundle:
        bundle.update(_own_forms(value, notes))
    if "text/plain" not in bundle:
        bundle["text/plain"] = represent(value)
    return _with_note(bundle, notes)


def _own_forms(value: Any, notes: list[str]) -> dict[str, str]:
    if is_plain(value):
        try:
            return _named("application/json", _shorten(value, to_json(value), to_json, notes))
        except ValueError, RecursionError:  # A cycle, or an integer of too many digits.
            pass
    return _forms_of_parts(value, notes) if is_branch(value) else {}


def _forms_of_parts(value: Any, notes: list[str]) -> dict[str, str]:
    """Returns a collection that JSON does not keep: with its types, and as its nearest JSON."""
    forms = _named(TREE_TYPE, _write(value, lambda item: to_json(to_node(item)), notes))
    if isinstance(value, list | tuple | dict):
        changed: dict[str, None] = {}
        nearest = _write(value, lambda item: to_json(to_readable(item, changed)), notes)
        forms.update(_named("application/json", nearest))
        if nearest is not None and changed:
            notes.append(f"Copied or sent as JSON, these become text: {', '.join([*changed][:10])}.")
    return forms


def _write(value: Any, encode: Callable[[Any], str], notes: list[str]) -> str | None:
    """Encodes a value. None if that fails; of a cycle, `text/plain` says enough."""
    try:
        if type(value) is list:  # Not as a whole first: it may be far too long.
            return _join_fitting(map(encode, value), len(value), notes)
        return _shorten(value, encode(value), encode, notes)
    except RecursionError:  # A cycle.
        return None
    except ValueError as error:
        notes.append(f"application/json is left out: {error}.")
        return None


def _named(media_type: str, text: str | None) -> dict[str, str]:
    return {} if text is None else {media_type: text}


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
            forms[media_type] = cut(text)
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
        try:
            return None if is_too_deep(data) else to_json(data)
        except MemoryError:
            raise
        except Exception:  # A script's own dict may raise anything.
            return None
    if isinstance(data, bytes) and media_type == "image/svg+xml":
        return data.decode(errors="replace")
    return str(data) if isinstance(data, str) else None


def _shorten(value: Any, text: str, encode: Callable[[Any], str], notes: list[str]) -> str | None:
    """Keeps the first items of a list that is too long, so that a long table is still shown as a table."""
    if len(text) <= RESULT_LIMIT:
        return text
    shorter = _join_fitting(map(encode, value), len(value), notes) if type(value) is list else None
    if shorter is None and not isinstance(value, str):  # Its text/plain form says that it is cut.
        notes.append(_too_long("application/json", len(text)))
    return shorter


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


def _with_note(bundle: dict[str, str], notes: list[str]) -> dict[str, str]:
    if notes:
        bundle["note"] = " ".join(notes)[:4_000]
    return bundle

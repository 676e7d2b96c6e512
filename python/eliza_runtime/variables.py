"""Lists the variables of a session without running code of its scripts, which could hang, raise or lie.

So no function here calls repr(), len(), isinstance() or getattr() on a value of a script's own class.
"""

import inspect
import itertools
import sys
import types
from collections.abc import Collection
from typing import Any

#: Variables that are listed, the newest ones.
_MOST = 100
#: Limit for each name, type and summary.
_CHARACTERS = 200

#: Limits for one text, one container and one integer.
_CHARACTERS_SHOWN = 80
_ITEMS_SHOWN = 4
_BITS_SHOWN = 256

# The descriptors of `type` itself: a metaclass may override the attributes.
_name_of = type.__dict__["__name__"].__get__
_bases_of = type.__dict__["__mro__"].__get__
_members_of = type.__dict__["__dict__"].__get__
_globals_of = types.ModuleType.__dict__["__dict__"].__get__

#: Types of attributes that are implemented in C, and so safe to call.
_NATIVE = (types.WrapperDescriptorType, types.GetSetDescriptorType, types.MemberDescriptorType)


def list_variables(namespace: dict[str, Any], own: Collection[str]) -> list[dict[str, str]]:
    """Returns name, type and summary of the newest 100 variables, the newest last, without `own` ones."""
    newest = ((name, value) for name, value in reversed(list(namespace.items())) if _is_told(name, own))
    told = [
        {"name": name, "type": _cut(_class_name(type(value))), "summary": _cut(_summarise_safely(value))}
        for name, value in itertools.islice(newest, _MOST)
    ]
    return told[::-1]


def _is_told(name: object, own: Collection[str]) -> bool:
    if type(name) is not str or len(name) > _CHARACTERS:
        return False
    return name.isidentifier() and not name.startswith("__") and name not in own


def _summarise_safely(value: object) -> str:
    try:
        return _summarise(value, depth=2)
    except Exception:
        return f"<{_class_name(type(value))}>"


def _summarise(value: Any, depth: int) -> str:
    kind = type(value)
    # Compared by identity: a metaclass may override equality.
    if kind is int:
        return repr(value) if value.bit_length() <= _BITS_SHOWN else f"<int of {value.bit_length():,} bits>"
    if any(kind is each for each in (bool, float, complex, types.NoneType, types.EllipsisType)):
        return repr(value)
    if kind is str or kind is bytes or kind is bytearray:
        return _quote(value)
    if kind is dict:
        pairs = itertools.islice(value.items(), _ITEMS_SHOWN if depth else 0)
        shown = [f"{_summarise(key, 0)}: {_summarise(item, depth - 1)}" for key, item in pairs]
        return "{" + _join(shown, len(value)) + "}"
    for each, (opening, closing) in _BRACKETS:
        if kind is each:
            items = itertools.islice(value, _ITEMS_SHOWN if depth else 0)
            inside = _join([_summarise(item, depth - 1) for item in items], len(value))
            return opening + inside + ("," if kind is tuple and len(value) == 1 else "") + closing
    if kind is types.FunctionType:
        return _signature(value, _exact(value.__name__))
    if issubclass(kind, types.ModuleType):
        return _module_name(value)
    if issubclass(kind, type):
        constructor = _find(value, "__init__")
        is_python = type(constructor) is types.FunctionType
        return "class " + (
            _signature(constructor, _class_name(value), 1) if is_python else _class_name(value)
        )
    return f"<{_class_name(kind)}{_size(value, kind)}>"


_BRACKETS = ((list, "[]"), (tuple, "()"), (set, "{}"), (frozenset, "{}"))


def _join(shown: list[str], count: int) -> str:
    if len(shown) < count:
        shown.append(f"… {count:,} in all" if shown else f"… {count:,}")
    return ", ".join(shown)


def _quote(value: str | bytes | bytearray) -> str:
    if len(value) <= _CHARACTERS_SHOWN:
        return repr(value)
    return f"{value[:_CHARACTERS_SHOWN]!r}… {len(value):,} in all"


def _signature(function: Any, name: str, left_out: int = 0) -> str:
    """Renders `name(a, b=2, *rest, key)`, without the first `left_out` parameters."""
    code = function.__code__
    count, flags = code.co_argcount, code.co_flags
    names = [_exact(each) for each in code.co_varnames]
    defaults = tuple.__getitem__(function.__defaults__ or (), slice(None))
    required = count - len(defaults)
    parts = [
        each if position < required else f"{each}={_summarise(defaults[position - required], 0)}"
        for position, each in enumerate(names[:count])
    ][left_out:]
    rest = count + code.co_kwonlyargcount
    if flags & inspect.CO_VARARGS:
        parts.append(f"*{names[rest]}")
    elif code.co_kwonlyargcount:
        parts.append("*")
    by_name = function.__kwdefaults__ or {}
    parts.extend(
        f"{each}={_summarise(by_name[each], 0)}" if each in by_name else each for each in names[count:rest]
    )
    if flags & inspect.CO_VARKEYWORDS:
        parts.append(f"**{names[rest + bool(flags & inspect.CO_VARARGS)]}")
    is_async = flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
    return f"{'async ' if is_async else ''}{name}({', '.join(parts)})"


def _size(value: Any, kind: type) -> str:
    # Exception: pandas is trusted code, and the shape of a DataFrame is worth showing.
    pandas = sys.modules.get("pandas")
    if type(pandas) is types.ModuleType and kind is _globals_of(pandas).get("DataFrame"):
        columns = [_summarise(column, 0) for column in itertools.islice(value.columns, 2 * _ITEMS_SHOWN)]
        rows, width = value.shape
        return f", {rows:,} rows × {width:,} columns: {_join(columns, width)}"
    shape = _find(kind, "shape")
    if type(shape) in _NATIVE:
        return f", shape {_summarise(shape.__get__(value), 1)}"
    length = _find(kind, "__len__")
    return f", {length(value):,} items" if type(length) in _NATIVE else ""


def _module_name(module: types.ModuleType) -> str:
    name = _globals_of(module).get("__name__")
    return f"module {name}" if type(name) is str else "module"


def _find(kind: Any, name: str) -> Any:
    """Looks up a class attribute without calling code of the class."""
    return next((members[name] for base in _bases_of(kind) if name in (members := _members_of(base))), None)


def _class_name(kind: type) -> str:
    return _exact(_name_of(kind))


def _exact(text: str) -> str:
    """Converts a subclass of str to a plain str."""
    return str.__str__(text)


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else f"{text[: _CHARACTERS - 1]}…"

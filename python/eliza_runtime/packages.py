"""Finds a script's missing imports before it runs, and explains modules that remain missing."""

import ast
import importlib
import importlib.util
import json
import sys
from collections.abc import Callable
from typing import Any

from .absent import PACKAGED, explain
from .script_source import normalise

#: Explanations by the top-level name of a module.
_reasons: dict[str, str] = {}
#: Changes to a module, made when a script first imports it. Importing these modules at start would slow every run.
on_load: dict[str, Callable[[Any], None]] = {}

# CPython has no hook for the message of ModuleNotFoundError. The import statement calls importlib's private
# `_find_and_load`, so that is wrapped.
_importlib: Any = importlib._bootstrap  # type: ignore[attr-defined]
_find_and_load = _importlib._find_and_load


def missing_imports(source: str) -> str:
    """Returns the missing top-level modules that a script imports anywhere, as a JSON list of names.

    Modules of the standard library that no package has are not included. Importing one raises
    ModuleNotFoundError with an explanation.
    """
    try:
        tree = ast.parse(normalise(source))
    except SyntaxError, ValueError, RecursionError, MemoryError:
        return "[]"  # The run reports the error.
    missing = sorted(name for name in _imported_by(tree) if not _is_there(name))
    return json.dumps([name for name in missing if name in PACKAGED or explain(name) is None])


def explain_missing(reasons_json: str) -> None:
    """Sets the message of ModuleNotFoundError for missing modules, from JSON: `{name: sentence}`."""
    importlib.invalidate_caches()
    _reasons.update(json.loads(reasons_json))


def _imported_by(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def _is_there(name: str) -> bool:
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError, ValueError, AttributeError:
        return False


def _find_and_load_or_say_why(name: str, import_: Any) -> Any:
    try:
        module = _find_and_load(name, import_)
    except ModuleNotFoundError as error:
        top = str(error.name).partition(".")[0]
        if top not in sys.modules and (reason := _reasons.get(top) or explain(top)):
            error.msg = reason
            error.args = (reason,)
        raise
    if name in on_load:
        on_load.pop(name)(module)
    return module


# warnings.warn() skips frames whose file is importlib's, so that the warning names the script.
_find_and_load_or_say_why.__code__ = _find_and_load_or_say_why.__code__.replace(
    co_filename=_find_and_load.__code__.co_filename
)
_importlib._find_and_load = _find_and_load_or_say_why

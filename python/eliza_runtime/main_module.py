"""The script's module: `__main__`, whose `__dict__` is the namespace that scripts run in."""

import ast
import asyncio
import builtins
import contextlib
import inspect
import json
import linecache
import sys
from functools import wraps
from types import ModuleType
from typing import Any

import eliza_tools

from . import page, progress
from .script_source import lines_of

#: The file name of a script in tracebacks.
SCRIPT_NAME = "script.py"

#: Modules of ended runs, kept alive: freeing a long chain of objects may use up the stack and crash the
#: interpreter. The interpreter of a single run is terminated as a whole anyway.
_ended: list[ModuleType] = []

#: The module that the runs of a session share, and their number.
_session = ModuleType("__main__")
_session_runs = 0

_find_file = inspect.getfile


def open_module(source: str, in_session: bool) -> ModuleType:
    """Returns the module of the next run, registered as `__main__`. `__file__` is the script's file name."""
    global _session_runs
    if in_session:
        # Functions of earlier scripts live on, so each script has a file name of its own.
        _session_runs += 1
        script, module = f"script-{_session_runs}.py", _session
    else:
        script, module = SCRIPT_NAME, ModuleType("__main__")
    # An earlier script of the session may have replaced them.
    module.__dict__.update(own_names(script))
    # Tracebacks and inspect read the script's source from linecache. A script that clears it, or opens its own
    # `__file__`, finds the file.
    linecache.cache[script] = (len(source), None, lines_of(source), script)
    with contextlib.suppress(OSError), open(script, "w", errors="surrogatepass", newline="") as file:
        file.write(source)
    sys.modules["__main__"] = module
    sys.argv = [script]
    inspect.getfile = _find_file_of
    return module


def close_module(module: ModuleType) -> None:
    """Keeps the module of an ended run, unless its session keeps it anyway."""
    if module is not _session:
        _ended.append(module)


def own_names(script: str) -> dict[str, Any]:
    """Returns what every script finds in its namespace."""
    tools = {name: getattr(eliza_tools, name) for name in eliza_tools.__all__ if name != "ElizaTools"}
    return {
        "__name__": "__main__",
        "__builtins__": builtins,
        "__file__": script,
        "asyncio": asyncio,
        "json": json,
        "display": page.display,
        "progress": progress.progress,
        **tools,
    }


@wraps(inspect.getfile)
def _find_file_of(object: Any) -> str:
    """inspect.getfile() for classes of a session: the script that defined the class, not the newest one."""
    # A class may have no module: its metaclass decides.
    if isinstance(object, type) and getattr(object, "__module__", None) == "__main__":
        place = (object.__name__, vars(object).get("__firstlineno__"))
        for script in _scripts_of_session():
            if place in _classes_of(script):
                return script
    return _find_file(object)


def _scripts_of_session() -> list[str]:
    """Returns the file names of the session's scripts, the newest first."""
    is_session = sys.modules.get("__main__") is _session
    return [f"script-{number}.py" for number in range(_session_runs, 0, -1)] if is_session else []


def _classes_of(script: str) -> set[tuple[str, int]]:
    """Returns name and first line of each class that the script defines. Decorators count as its lines."""
    try:
        tree = ast.parse("".join(linecache.getlines(script)))
    except SyntaxError, ValueError, RecursionError, MemoryError:
        return set()
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {(node.name, min(each.lineno for each in (node, *node.decorator_list))) for node in classes}

"""Makes deep recursion an ordinary RecursionError: the engine's own stack would end first, and with it Python.

A call from Python to Python takes none of that stack. One that goes through C (sorted(key=), __repr__, json ...)
does, and CPython raises RecursionError when its C stack is used up. Pyodide gives it 5 MB of that stack, which
lies in Python's memory. The engine's stack, which lies elsewhere, is used up long before, and cannot be measured.
"""

import ctypes
import sys

#: Calls from Python to Python, as in CPython.
_RECURSION_LIMIT = 1_000
#: Bytes of the C stack. The engine's stack (about 1 MB) ends at 330 KB of recursion through the leanest of calls,
#: those of a function with a cache.
_C_STACK = 288 * 1024

_python = ctypes.pythonapi
_python.PyThreadState_Get.restype = ctypes.c_size_t
_python.PyUnstable_ThreadState_SetStackProtection.argtypes = (ctypes.c_size_t,) * 3
_current_thread = _python.PyThreadState_Get
_protect = _python.PyUnstable_ThreadState_SetStackProtection
_base = _python.emscripten_stack_get_base() - _C_STACK


def begin_run() -> None:
    """Sets the limit of recursion, which an earlier script may have changed."""
    sys.setrecursionlimit(_RECURSION_LIMIT)


def protect() -> None:
    """Limits the C stack of the current thread state. Pyodide makes one for each callback of its loop."""
    _protect(_current_thread(), _base, _C_STACK)

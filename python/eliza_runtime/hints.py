"""Hints for errors that come from the environment: no network, no threads, no processes, no debugger."""

import errno
from collections.abc import Iterator
from traceback import walk_tb

_NETWORK = (
    "Scripts have no network of their own. await tools.browse_web(url) gets a page or JSON, "
    "await tools.invoke_function(name, body) calls an edge function."
)
NO_THREADS = (
    "Python has no threads here. asyncio.gather() waits for many tools at the same time. asyncio.to_thread() "
    "and run_in_executor() run the function at once: tasks and time limits wait until it ends."
)
_PROCESSES = "Python has no other processes here."
_NOTEBOOK = (
    "Lines that begin with % or ! work only in notebooks. "
    "Name packages at the top of the script: # requirements: name"
)
_BROWSER = "Scripts have no access to the page, its storage or its network. Use the methods of tools instead."
NO_DEBUGGER = "There is no debugger here. Use print() or display() to see a value."

#: Errors of a chain that are examined.
_LONGEST_CHAIN = 10


def hint_for(error: BaseException) -> str | None:
    """Returns the hint for the first error of the chain (__cause__, __context__) that has one, else None."""
    try:
        return next((hint for each in _chain(error) if (hint := _hint(each))), None)
    except MemoryError:
        raise
    except BaseException:  # Attributes of a script's own error class may raise anything.
        return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_LONGEST_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _hint(error: BaseException) -> str | None:
    if isinstance(error, SyntaxError):
        return _NOTEBOOK if (error.text or "").lstrip().startswith(("%", "!")) else None
    if any(frame.f_code.co_filename.endswith("/pdb.py") for frame, _ in walk_tb(error.__traceback__)):
        return None if str(error) == NO_DEBUGGER else NO_DEBUGGER
    if isinstance(error, ImportError):
        if error.name == "js":
            return _BROWSER
        return _PROCESSES if error.name == "_multiprocessing" else None
    if isinstance(error, OSError):
        if error.errno == errno.EHOSTUNREACH:
            return _NETWORK
        return _PROCESSES if "does not support processes" in (error.strerror or "") else None
    return NO_THREADS if str(error) == "can't start new thread" else None

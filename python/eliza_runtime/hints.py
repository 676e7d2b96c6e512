"""Hints for errors that come from the environment: no network, no threads, no processes, no debugger."""

import errno
from collections.abc import Iterator
from socket import gaierror
from traceback import walk_tb

#: Also the message of run/worker/noNetwork.ts, which libraries quote in errors of their own.
_NO_NETWORK = "Scripts have no network of their own."
_NETWORK = (
    f"{_NO_NETWORK} await tools.browse_web(url) gets a page or JSON, "
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
_NO_RAW_INPUT = "Files of the operating system cannot ask for input here. Read sys.stdin, or call input()."
_NO_OPENSSL = (
    "Python has no OpenSSL here. In the browser, the package cryptography has PBKDF2HMAC and Scrypt: "
    "from cryptography.hazmat.primitives.kdf.scrypt import Scrypt"
)

_LACKS_OPENSSL = tuple(
    f"{start} '{name}'{end}"
    for name in ("pbkdf2_hmac", "scrypt")
    for start, end in (("module 'hashlib' has no attribute", ""), ("cannot import name", " from 'hashlib'"))
)

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
    if isinstance(error, (AttributeError, ImportError)) and str(error).startswith(_LACKS_OPENSSL):
        return _NO_OPENSSL
    if isinstance(error, ImportError):
        if error.name == "js":
            return _BROWSER
        return _PROCESSES if error.name == "_multiprocessing" else None
    if isinstance(error, OSError):
        if error.errno == errno.EHOSTUNREACH or isinstance(error, gaierror):
            return _NETWORK
        if error.errno == errno.EIO:
            return _NO_RAW_INPUT
        if "does not support processes" in (error.strerror or ""):
            return _PROCESSES
    if _NO_NETWORK in str(error):
        return _NETWORK
    return NO_THREADS if str(error) == "can't start new thread" else None

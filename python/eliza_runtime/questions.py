"""Asks the person who runs a script: input(), getpass() and everything that reads standard input."""

import builtins
import io
import sys
from functools import wraps
from typing import Any

from pyodide.ffi import can_run_sync

from . import packages
from .hints import NO_DEBUGGER
from .loops import wait_for

_port: Any = None
_has_person = True
_input = builtins.input
_open = builtins.open
_monitoring = sys.monitoring


def connect(port: Any, has_person: bool) -> None:
    """Sets the port to the page: `ask(prompt, is_hidden)` resolves with a line, or with None at the end of input.

    If `has_person` is False, everything that asks raises OSError at once.
    """
    global _port, _has_person
    _port = port
    _has_person = has_person


def prepare() -> None:
    """Replaces what reads standard input, once."""
    sys.stdin = _stdin
    # A function of Python's own would become a method where a class has it as an attribute.
    builtins.input = staticmethod(ask)
    builtins.open = io.open = staticmethod(_open_file)  # type: ignore[assignment]
    packages.on_load["getpass"] = _hide_passwords


def begin_run(in_session: bool) -> None:
    """Forgets what the run before has left unread. Keeps a stream that a script of the session has put there."""
    global _stdin
    is_ours = getattr(sys, "stdin", None) is _stdin
    _stdin = sys.__stdin__ = _open_stdin()
    if is_ours or not in_session:
        sys.stdin = _stdin


def ask(prompt: object = "", /) -> str:
    """Ask the person who runs the script and return the answer. Raise EOFError at the end of input."""
    if getattr(sys, "stdin", None) is not _stdin:
        return _input(prompt)
    if _monitoring.get_tool(_monitoring.DEBUGGER_ID) is not None:
        # It would stop in the runtime, which runs while the person answers.
        raise OSError(NO_DEBUGGER)
    if _Lines.is_asking:  # Another task waits for a line.
        line = _ask("input()", str(prompt))
    else:
        _Lines.asker, _Lines.prompt = "input()", str(prompt)
        try:
            line = _stdin.readline()
        finally:
            _Lines.asker, _Lines.prompt = "sys.stdin", ""
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


def _hide_passwords(getpass: Any) -> None:
    """Has getpass() ask the person. What is typed is neither shown nor printed."""

    @wraps(getpass.getpass)
    def ask_hidden(prompt: str = "Password: ", stream: Any = None, *, echo_char: str | None = None) -> str:
        getpass._check_echo_char(echo_char)
        line = _ask("getpass()", str(prompt), is_hidden=True)
        if not line:
            raise EOFError("EOF when reading a line")
        return line.removesuffix("\n")

    getpass.getpass = ask_hidden


class _Lines(io.RawIOBase):
    """Standard input: each read asks for a line."""

    #: For the message on the server, and for the question of the next read.
    asker = "sys.stdin"
    prompt = ""
    is_asking = False

    def __init__(self) -> None:
        self._left = b""

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return _has_person

    def fileno(self) -> int:
        return 0

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            _Lines.is_asking = True
            try:
                self._left = _ask(self.asker, self.prompt).encode(errors="surrogatepass")
            finally:
                _Lines.is_asking = False
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _open_stdin(**options: Any) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Lines()), **{"encoding": "utf-8", **options})


_stdin = _open_stdin()


@wraps(_open)
def _open_file(*arguments: Any, **options: Any) -> Any:
    file = arguments[0] if arguments else options.get("file")
    return (_open_input if type(file) is int and file == 0 else _open)(*arguments, **options)


def _open_input(
    file: int,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    if "r" not in mode or "+" in mode:
        return _open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    if "b" in mode:
        return _Lines() if buffering == 0 else io.BufferedReader(_Lines())
    return _open_stdin(encoding=encoding or "utf-8", errors=errors, newline=newline)


def _ask(asker: str, prompt: str, is_hidden: bool = False) -> str:
    """Returns a line with its end, or "" at the end of input. Prints question and answer, as a terminal would."""
    if not _has_person:
        raise OSError(
            f"{asker} cannot ask on the server: nobody is there to answer. "
            "Put the value into the script, or run it in the browser."
        )
    if _port is None or not can_run_sync():
        raise OSError(
            f"{asker} cannot ask here: this browser cannot pause Python. "
            "Put the value into the script instead."
        )
    answer = wait_for(_answer(prompt, is_hidden))
    if is_hidden or answer is None:
        if prompt:
            print(prompt)
    else:
        print(f"{prompt}{answer}")
    return "" if answer is None else f"{answer}\n"


async def _answer(prompt: str, is_hidden: bool) -> str | None:
    # A coroutine, so that it runs as a task that cancel() reaches. A bare promise could not be cancelled.
    return await _port.ask(prompt, is_hidden)

"""How what a script prints leaves Python: line by line while it is shown, in large pieces once it is only counted."""

import io
import signal
import sys
from contextlib import suppress
from typing import Any, TextIO

_flush = io.TextIOWrapper.flush

#: By their name in sys: the one that writes line by line, and the one that gathers.
_streams: dict[str, tuple[Any, Any]] = {}


def prepare(gather_signal: int) -> None:
    """Called once an interpreter. The signal says that nothing more of this run's output is shown."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        _streams[name] = (stream, _gathering(stream))
    signal.signal(gather_signal, _gather)


def warn(value: object) -> None:
    """Prints to stderr, whatever the script has made of that, and of the value's `__str__`."""
    try:
        text = str(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    for stream in (getattr(sys, "stderr", None), *_streams.get("stderr", ())):
        try:
            print(text, file=stream)
        except Exception:
            continue
        return


def end_run() -> None:
    """Lets go of what is held; the next run is heard line by line again."""
    for streams in _streams.values():
        for stream in streams:
            # A script may have closed or detached it, or given it a flush() of its own.
            with suppress(ValueError):
                _flush(stream)
    # Flushing writes, and may bring the signal once more.
    for name, (prompt, gathering) in _streams.items():
        if getattr(sys, name, None) is gathering:
            setattr(sys, name, prompt)


def _gather(*_: Any) -> None:
    # The signal comes in the middle of a write: the stream that writes cannot be changed then, only exchanged.
    for name, (prompt, gathering) in _streams.items():
        if getattr(sys, name, None) is prompt:
            setattr(sys, name, gathering)


def _gathering(stream: TextIO) -> TextIO:
    file = io.FileIO(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(file), encoding=stream.encoding, errors=stream.errors, newline="\n"
    )

"""Buffers stdout and stderr: line by line while output is shown, in large blocks once it is only counted."""

import io
import signal
import sys
from contextlib import suppress
from typing import Any, TextIO

_flush = io.TextIOWrapper.flush

#: By their name in sys: the line-buffered stream, and the block-buffered one.
_streams: dict[str, tuple[Any, Any]] = {}


def prepare(gather_signal: int) -> None:
    """Sets up both streams. Called once. `gather_signal` arrives when no more output of the run is shown."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        _streams[name] = (stream, _gathering(stream))
    signal.signal(gather_signal, _gather)


def warn(value: object) -> None:
    """Prints to stderr. Works even if the script has replaced stderr, or if the value's `__str__` raises."""
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
    """Flushes all streams, and returns to line buffering for the next run."""
    for streams in _streams.values():
        for stream in streams:
            # A script may have closed or detached the stream, or replaced its flush().
            with suppress(ValueError):
                _flush(stream)
    # After flushing, since a flush writes and may trigger the signal again.
    for name, (prompt, gathering) in _streams.items():
        if getattr(sys, name, None) is gathering:
            setattr(sys, name, prompt)


def _gather(*_: Any) -> None:
    # The signal arrives during a write. The stream cannot be reconfigured then, so it is replaced.
    for name, (prompt, gathering) in _streams.items():
        if getattr(sys, name, None) is prompt:
            setattr(sys, name, gathering)


def _gathering(stream: TextIO) -> TextIO:
    file = io.FileIO(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(file), encoding=stream.encoding, errors=stream.errors, newline="\n"
    )

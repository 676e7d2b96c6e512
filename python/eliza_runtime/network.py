"""Refuses connections as if no host could be reached, everywhere alike. Some engines' sockets pretend to connect."""

import errno
import os
import socket
from typing import Any


def no_network() -> OSError:
    return OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH))


def prepare() -> None:
    """Replaces the methods of sockets that reach another machine, once."""
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = lambda *_: errno.EHOSTUNREACH  # type: ignore[method-assign]
    socket.socket.sendto = _refuse  # type: ignore[method-assign]
    socket.socket.sendmsg = _refuse  # type: ignore[method-assign]
    # Nobody could connect: a server would wait for ever.
    socket.socket.listen = _refuse  # type: ignore[method-assign]


def _refuse(*_: Any) -> Any:
    raise no_network()

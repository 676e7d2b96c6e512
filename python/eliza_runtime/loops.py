"""The event loops of scripts: Pyodide's loop runs the script itself, and loops that a script makes run inside it.

Pyodide's loop is driven by the browser, so it can neither block nor end. A loop of a script is CPython's own
(`asyncio.BaseEventLoop`) and blocks its caller: while it waits, Python is suspended and the browser runs. So
`asyncio.run()`, `asyncio.Runner` and `new_event_loop()` behave as in CPython, debug mode included.
"""

import asyncio
import contextlib
import socket
import time
from asyncio import (
    CancelledError,
    Future,
    Handle,
    Task,
    all_tasks,
    base_events,
    events,
    runners,
    unix_events,
    wait,
)
from asyncio.tasks import _register_task, _swap_current_task, _unregister_task  # type: ignore[attr-defined]
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any
from weakref import WeakSet

from pyodide.ffi import can_run_sync, run_sync
from pyodide.webloop import PyodideFuture, PyodideTask, WebLoop, WebLoopPolicy, _orig_sleep

from . import streams
from .hints import NO_THREADS
from .network import no_network
from .stack import protect as protect_stack

#: Time that leftover tasks have to clean up after they are cancelled.
_CLEAN_UP_SECONDS = 0.2
#: A busy loop lets the browser run this often: Stop and the replies of tools arrive then.
_BUSY_SECONDS = 0.01
#: The longest wait at once. The browser keeps a cancelled timer until its time has come.
_LONGEST_WAIT_SECONDS = 1.0

_CANNOT_WAIT = (
    "This browser cannot pause Python, so a loop of a script's own cannot wait for the page or for tools. "
    "Use `await main()` at the top level of the script instead."
)

_host: WebLoop = asyncio.get_event_loop()
#: Loops of scripts that are running, the innermost last.
_running: list[ScriptLoop] = []
#: Finished tasks and futures whose exception nobody has retrieved, if they are still referenced.
_failed: WeakSet[Future[Any]] = WeakSet()
_has_told_threads = False


class ScriptLoop(base_events.BaseEventLoop):
    """A loop that a script makes. It blocks its caller until it ends, as in CPython."""

    def __init__(self, _selector: object = None) -> None:
        # SelectorEventLoop takes one. There is nothing to select from.
        super().__init__()
        self._wake: Future[None] | None = None
        self._is_cancelled = False
        self._host_ran_at = time.monotonic()
        # BaseEventLoop waits by its selector.
        self._selector = self

    def run_forever(self) -> None:
        _running.append(self)
        try:
            super().run_forever()
        finally:
            _running.remove(self)
            self._is_cancelled = False

    def cancel(self) -> None:
        """Cancels all tasks of the running loop. If it runs on without one, run_forever() raises CancelledError."""
        self._is_cancelled = True
        for task in all_tasks(self):
            task.cancel()
        self._write_to_self()

    def select(self, timeout: float | None) -> tuple[()]:
        """Lets the browser run until a callback is ready, or for `timeout` seconds. None: without limit."""
        if self._is_cancelled and not self._ready and not all_tasks(self):
            raise CancelledError
        if timeout is not None and timeout <= 0:
            if time.monotonic() - self._host_ran_at < _BUSY_SECONDS or not can_run_sync():
                return ()
            timeout = 0
        elif not can_run_sync():
            if timeout is None:
                raise RuntimeError(_CANNOT_WAIT)
            _orig_sleep(timeout)
            return ()
        self._wake = wake = _host.create_future()
        timer = None
        if timeout is not None:
            timer = _host.call_later(min(timeout, _LONGEST_WAIT_SECONDS), self._write_to_self)
        try:
            run_sync(wake)
        finally:
            self._wake = None
            if timer is not None:
                timer.cancel()
            self._host_ran_at = time.monotonic()
        return ()

    def _process_events(self, event_list: tuple[()]) -> None:
        pass

    def _write_to_self(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def _call_soon(self, *arguments: Any) -> Handle:
        handle: Handle = super()._call_soon(*arguments)  # type: ignore[misc]
        _drop_own_frame(handle)
        self._write_to_self()
        return handle

    def call_at(self, *arguments: Any, **options: Any) -> asyncio.TimerHandle:
        timer = super().call_at(*arguments, **options)
        _drop_own_frame(timer)
        self._write_to_self()
        return timer

    def create_task(self, coroutine: Coroutine[Any, Any, Any], **options: Any) -> Task[Any]:
        task = super().create_task(coroutine, **options)
        try:
            _drop_own_frame(task)
            _failed.add(task)
            return task
        finally:
            # A task that started at once may have failed with this frame in its traceback: a reference cycle.
            del task

    def create_future(self) -> Future[Any]:
        future = super().create_future()
        _failed.add(future)
        return future

    def run_in_executor(self, _executor: Any, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return _run_at_once(self, function, *arguments)

    # Each says in its own words that there is none here.
    create_server = WebLoop.create_server
    connect_read_pipe = WebLoop.connect_read_pipe
    connect_write_pipe = WebLoop.connect_write_pipe
    subprocess_shell = WebLoop.subprocess_shell
    subprocess_exec = WebLoop.subprocess_exec


def _drop_own_frame(made: Any) -> None:
    """Removes the frame of ScriptLoop from where asyncio's debug mode says that something was made."""
    if getattr(made, "_source_traceback", None):
        del made._source_traceback[-1]


class _Policy(WebLoopPolicy):
    """Outside of a running loop, the loop that the script has set, else Pyodide's."""

    def get_event_loop(self) -> Any:
        return self._default_loop or _host

    def new_event_loop(self) -> Any:
        return ScriptLoop()


def prepare() -> None:
    """Sets up asyncio, once."""
    # Pyodide's loop re-raises these outside Python. Here they are outcomes of the run.
    _host._keyboard_interrupt_handler = lambda: None
    _host._system_exit_handler = lambda _code: None
    # Messages and reprs name the class: a script has made a task, not Pyodide.
    PyodideTask.__name__, PyodideFuture.__name__ = Task.__name__, Future.__name__
    WebLoop.create_task = _create_task
    WebLoop._install_running_loop = _enter
    WebLoop._decrement_in_progress = _note_end
    WebLoop.run_in_executor = _run_at_once_in
    for loop in (WebLoop, ScriptLoop):
        loop.getaddrinfo = _find_address
        loop.sock_connect = _connect
        loop.create_datagram_endpoint = _open_datagram
    WebLoop.run_until_complete = _run_until_complete
    WebLoop.run_forever = _run_forever
    WebLoop.stop = _stop
    # Patched on the base class, because a script may bring a loop class of its own.
    any_loop: Any = base_events.BaseEventLoop
    any_loop.run_forever = _outside(any_loop.run_forever)
    any_loop.run_until_complete = _outside(any_loop.run_until_complete)
    runners.Runner.run = _outside(runners.Runner.run)
    asyncio.run = runners.run = _outside(runners.run)
    asyncio.EventLoop = asyncio.SelectorEventLoop = ScriptLoop  # type: ignore[misc]
    # Its own loop needs sockets.
    unix_events._DefaultEventLoopPolicy._loop_factory = ScriptLoop  # type: ignore[attr-defined]
    # Not as a method where a class has it as an attribute.
    time.sleep = staticmethod(sleep)


def begin_run(report: Callable[[Any, dict[str, Any]], None]) -> set[Task[Any]]:
    """Undoes what an earlier script has set: its loop, policy, handler. Returns the tasks that are not the run's.

    `report` gets the errors of Pyodide's loop that nobody handles.
    """
    global _has_told_threads
    _has_told_threads = False
    events._set_event_loop_policy(_Policy())
    _host.set_exception_handler(report)
    _host.set_debug(False)
    _host._asyncgens_shutdown_called = False
    return all_tasks(_host)


def leave_script() -> None:
    """Called when the script has ended: the tasks that follow are the runtime's and the browser's."""
    _host.set_task_factory(None)


def wait_for(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Blocks until a coroutine has ended. It runs in Pyodide's loop, even if a loop of the script is running."""
    return run_sync(_plain_task(_host, coroutine))


@wraps(_orig_sleep)
def sleep(seconds: float) -> None:
    if seconds > 0 and can_run_sync():
        wait_for(asyncio.sleep(seconds))
    else:
        _orig_sleep(seconds)


def own_tasks(not_ours: set[Task[Any]]) -> list[Task[Any]]:
    return [task for task in all_tasks(_host) - not_ours if not task.done()]


def cancel(not_ours: set[Task[Any]]) -> None:
    """Cancels all tasks of the script, in all loops."""
    for task in own_tasks(not_ours):
        task.cancel()
    for loop in _running:
        loop.cancel()


async def end_leftover_tasks(not_ours: set[Task[Any]]) -> dict[str, int]:
    """Cancels tasks that outlived the script, and waits up to 200 ms for them to clean up."""
    leftover = own_tasks(not_ours)
    for task in leftover:
        task.cancel()
    if leftover:
        await wait(leftover, timeout=_CLEAN_UP_SECONDS)
    return {"leftoverTasks": len(leftover), "unendedTasks": len(own_tasks(not_ours))}


async def close_generators() -> None:
    """Closes the async generators that the script has left open, as asyncio.run() does at its end."""
    generators = [*_host._asyncgens]
    _host._asyncgens.clear()
    if generators:
        await wait([_host.create_task(_close(each)) for each in generators], timeout=_CLEAN_UP_SECONDS)


async def _close(generator: Any) -> None:
    with contextlib.suppress(RuntimeError):  # It is running.
        await generator.aclose()


def report_failed() -> None:
    """Reports exceptions of tasks and futures that nobody has retrieved."""
    for future in [*_failed]:
        if future.done() and future._log_traceback:
            future._log_traceback = False
            kind = "Task" if isinstance(future, Task) else "Future"
            message = f"{kind} exception was never retrieved"
            context = {"message": message, "exception": future._exception, "future": future}
            future.get_loop().call_exception_handler(context)


@contextlib.contextmanager
def _outside_host() -> Iterator[None]:
    """Leaves Pyodide's loop for a while: the top level of a script may then run a loop, as in CPython."""
    if events._get_running_loop() is not _host:
        yield
        return
    task = _swap_current_task(_host, None)
    events._set_running_loop(None)
    try:
        yield
    finally:
        events._set_running_loop(_host)
        _swap_current_task(_host, task)


def _outside(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        with _outside_host():
            return function(*arguments, **options)

    return run


_install_running_loop = WebLoop._install_running_loop


def _enter(loop: Any) -> None:
    """Replaces WebLoop's method, which is called before each callback of the loop."""
    _install_running_loop(loop)
    protect_stack()


def _note_end(loop: Any, future: Future[Any] | None = None) -> None:
    """Replaces WebLoop's method, which reports an exception at once, though the script may await it later."""
    if future is not None and not future.cancelled() and future._exception is not None:
        _failed.add(future)
    loop._in_progress -= 1
    if loop._no_in_progress_handler and loop._in_progress == 0:
        loop._no_in_progress_handler()


def _create_task(loop: Any, coroutine: Coroutine[Any, Any, Any], **options: Any) -> Any:
    """Replaces WebLoop's method, which calls no task factory of Python 3.14 and starts no task eagerly."""
    task = (loop._task_factory or _plain_task)(loop, coroutine, **options)
    loop._in_progress += 1
    task.add_done_callback(loop._decrement_in_progress)
    return task


def _plain_task(loop: Any, coroutine: Coroutine[Any, Any, Any], **options: Any) -> PyodideTask[Any]:
    return PyodideTask(coroutine, loop=loop, **options)


def _run_at_once_in(loop: Any, _executor: Any, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    return _run_at_once(loop, function, *arguments)


def _run_at_once(loop: Any, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    global _has_told_threads
    if not _has_told_threads:
        _has_told_threads = True
        streams.warn(NO_THREADS)
    future: Future[Any] = loop.create_future()
    try:
        future.set_result(function(*arguments))
    except SystemExit, KeyboardInterrupt:
        raise
    except BaseException as error:
        future.set_exception(error)
    return future


async def _find_address(_loop: Any, host: Any, port: Any, **options: int) -> Any:
    # At once. In an executor it would tell about threads.
    return socket.getaddrinfo(host, port, **options)


async def _connect(_loop: Any, sock: socket.socket, address: Any) -> None:
    sock.connect(address)


async def _open_datagram(_loop: Any, *_: Any, **_options: Any) -> Any:
    raise no_network()


def _run_until_complete(loop: Any, future: Awaitable[Any]) -> Any:
    """Blocks until the future is done, while the loop of the script itself runs on."""
    if not can_run_sync():
        if asyncio.iscoroutine(future):
            future.close()
        raise RuntimeError(_CANNOT_WAIT)
    waiting = asyncio.ensure_future(future, loop=loop)
    # It cannot go on before this ends: all other tasks could wait for it forever.
    blocked = asyncio.current_task(loop)
    if blocked is not None:
        _unregister_task(blocked)
    try:
        return run_sync(waiting)
    finally:
        if blocked is not None:
            _register_task(blocked)


#: What ends run_forever() of Pyodide's loop, the innermost last.
_stops: list[Future[None]] = []


def _run_forever(loop: Any) -> None:
    stop = loop.create_future()
    _stops.append(stop)
    try:
        _run_until_complete(loop, stop)
    finally:
        _stops.remove(stop)


def _stop(_loop: Any) -> None:
    if _stops and not _stops[-1].done():
        _stops[-1].set_result(None)

"""Routes to the network by what a worker offers."""

import asyncio

import js
from pyodide.ffi import create_once_callable, to_js


def options(**values):
    return to_js(values, dict_converter=js.Object.fromEntries)


async def fetch(beacon, mark):
    await js.fetch(beacon)


async def fetch_of_another_origin(beacon, mark):
    await js.fetch(beacon.replace("127.0.0.1", "localhost"), options(mode="no-cors"))


async def fetch_that_outlives_the_worker(beacon, mark):
    await js.fetch(beacon, options(method="POST", body="secret", keepalive=True))


async def fetch_of_a_request(beacon, mark):
    await js.fetch(js.Request.new(beacon, options(method="PUT", body="secret")))


async def xml_http_request(beacon, mark):
    request = js.XMLHttpRequest.new()
    request.open("GET", beacon, False)
    request.send()


async def xml_http_request_later(beacon, mark):
    request = js.XMLHttpRequest.new()
    request.open("POST", beacon, True)
    request.send("secret")


async def web_socket(beacon, mark):
    js.WebSocket.new(beacon.replace("http", "ws"))


async def event_source(beacon, mark):
    js.EventSource.new(beacon)


async def font(beacon, mark):
    await js.FontFace.new("secret", f"url({beacon})").load()


async def cache_that_fetches(beacon, mark):
    cache = await js.caches.open("fetched")
    await cache.add(beacon)


async def cache_that_fetches_all(beacon, mark):
    cache = await js.caches.open("fetched")
    await cache.addAll(to_js([beacon]))


async def streamed_wasm(beacon, mark):
    await js.WebAssembly.instantiateStreaming(js.fetch(beacon))


async def module_worker(beacon, mark):
    js.Worker.new(beacon, options(type="module"))


async def classic_worker(beacon, mark):
    js.Worker.new(beacon)


async def worker_of_a_blob(beacon, mark):
    code = js.Blob.new(to_js([f"fetch({beacon!r})"]), options(type="text/javascript"))
    js.Worker.new(js.URL.createObjectURL(code))


async def module_worker_of_a_blob(beacon, mark):
    code = js.Blob.new(to_js([f"import {beacon!r}"]), options(type="text/javascript"))
    js.Worker.new(js.URL.createObjectURL(code), options(type="module"))


async def worker_of_a_data_address(beacon, mark):
    js.Worker.new(f"data:text/javascript,fetch({beacon!r})")


async def pyfetch(beacon, mark):
    from pyodide.http import pyfetch

    await pyfetch(beacon)


async def pyxhr(beacon, mark):
    from pyodide.http import pyxhr

    pyxhr.get(beacon)


async def open_url(beacon, mark):
    from pyodide.http import open_url

    open_url(beacon)


async def load_package(beacon, mark):
    import pyodide_js

    await pyodide_js.loadPackage(f"{beacon}/secret-1.0-py3-none-any.whl")


async def timer_after_the_run(beacon, mark):
    js.setTimeout(create_once_callable(lambda: js.fetch(beacon)), 100)


async def task_after_the_run(beacon, mark):
    async def later():
        await asyncio.sleep(0.02)
        await js.fetch(beacon)

    asyncio.get_event_loop().call_later(0.02, lambda: asyncio.ensure_future(later()))


async def microtask(beacon, mark):
    js.queueMicrotask(create_once_callable(lambda: js.fetch(beacon)))


async def finalizer(beacon, mark):
    """Shows nothing: the browser may never collect what is registered."""
    js.FinalizationRegistry.new(create_once_callable(lambda _: js.fetch(beacon))).register(js.Object.new(), 1)
    for _ in range(20):
        js.Array.new(1_000_000).fill(0)
        await asyncio.sleep(0.005)


async def urllib(beacon, mark):
    """Shows nothing: without network functions of its own, Python's sockets end in Emscripten."""
    from urllib.request import urlopen

    urlopen(beacon, timeout=2).read()


async def socket(beacon, mark):
    """Shows nothing: Emscripten's sockets do not say what they carry."""
    import socket

    with socket.create_connection(("127.0.0.1", 80), timeout=2) as connection:
        connection.send(mark.encode())


async def import_scripts(beacon, mark):
    """Shows nothing: module workers refuse it themselves."""
    js.importScripts(beacon)


async def web_transport(beacon, mark):
    """Shows nothing: it needs HTTP/3 on the other side."""
    js.WebTransport.new(beacon.replace("http", "https"))


async def send_beacon(beacon, mark):
    """Shows nothing: pages alone have it."""
    js.navigator.sendBeacon(beacon, "secret")


async def shared_worker(beacon, mark):
    """Shows nothing: workers cannot start shared ones."""
    js.SharedWorker.new(beacon)


async def service_worker(beacon, mark):
    """Shows nothing: dedicated workers have no container."""
    await js.navigator.serviceWorker.register(beacon)

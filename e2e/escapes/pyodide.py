"""Routes through Pyodide and Emscripten: private parts, ctypes, file systems that fetch."""

import asyncio
import ctypes
import sys

import js
import pyodide_js
from pyodide.ffi import to_js

SEND = "fetch({!r})"


def options(**values):
    return to_js(values, dict_converter=js.Object.fromEntries)


def sender(beacon):
    return js.fetch.bind(js.globalThis, beacon, js.Object.new())


def address_of(text):
    return pyodide_js._module.stringToNewUTF8(text)


async def globals_in_the_configuration(beacon, mark):
    await pyodide_js._api.config.jsglobals.fetch(beacon)


async def globals_of_the_registered_module(beacon, mark):
    await sys.modules["js"].fetch(beacon)


async def globals_in_the_import_hook(beacon, mark):
    from _pyodide._importhook import jsfinder

    await jsfinder.jsproxies["js"].fetch(beacon)


async def constructor_of_pyodide(beacon, mark):
    pyodide_js.loadPackage.constructor(SEND.format(beacon))()


async def constructor_of_the_module(beacon, mark):
    pyodide_js._module.ccall.constructor(SEND.format(beacon))()


async def javascript_module_that_fetches(beacon, mark):
    pyodide_js.registerJsModule("outside", options(send=sender(beacon)))
    import outside

    await outside.send()


async def binary_file(beacon, mark):
    await pyodide_js._api.loadBinaryFile(beacon)


async def reader_of_emscripten(beacon, mark):
    await pyodide_js._module.asyncLoad(beacon)


async def lazy_file(beacon, mark):
    pyodide_js._module.FS.createLazyFile("/tmp", mark, beacon, True, False)
    pyodide_js._module.FS.readFile(f"/tmp/{mark}")


async def preloaded_file(beacon, mark):
    pyodide_js._module.FS.createPreloadedFile("/tmp", mark, beacon, True, False)


async def script_of_emscripten(beacon, mark):
    pyodide_js._module._emscripten_run_script(address_of(SEND.format(beacon)))


async def script_of_emscripten_for_a_number(beacon, mark):
    pyodide_js._module._emscripten_run_script_int(address_of(f"{SEND.format(beacon)}, 1"))


async def script_of_emscripten_for_a_text(beacon, mark):
    pyodide_js._module._emscripten_run_script_string(address_of(f"{SEND.format(beacon)}, 'x'"))


async def script_of_emscripten_later(beacon, mark):
    pyodide_js._module._emscripten_async_run_script(address_of(SEND.format(beacon)), 1)
    await asyncio.sleep(0.05)


async def script_by_ctypes(beacon, mark):
    """Breaks the interpreter: what JavaScript throws inside C ends it."""
    ctypes.CDLL(None).emscripten_run_script(SEND.format(beacon).encode())


async def script_for_a_number_by_ctypes(beacon, mark):
    """Breaks the interpreter: what JavaScript throws inside C ends it."""
    ctypes.CDLL(None).emscripten_run_script_int(f"{SEND.format(beacon)}, 1".encode())


async def script_that_imports_by_ctypes(beacon, mark):
    """Breaks the interpreter: what JavaScript throws inside C ends it."""
    ctypes.CDLL(None).emscripten_run_script(f"import({beacon!r})".encode())


async def download_of_emscripten(beacon, mark):
    module = pyodide_js._module
    module._emscripten_async_wget_data(address_of(beacon), 0, 0, 0)


async def download_by_ctypes(beacon, mark):
    ctypes.CDLL(None).emscripten_async_wget_data(beacon.encode(), None, None, None)


async def code_in_the_heap(beacon, mark):
    text = ctypes.create_string_buffer(SEND.format(beacon).encode())
    pyodide_js._module._emscripten_run_script(ctypes.addressof(text))


async def function_in_the_table(beacon, mark):
    module = pyodide_js._module
    index = module.addFunction(sender(beacon), "v")
    ctypes.CFUNCTYPE(None)(index)()


async def callback_of_ctypes(beacon, mark):
    @ctypes.CFUNCTYPE(None)
    def send():
        js.fetch(beacon)

    send()


async def socket_of_emscripten(beacon, mark):
    # Below the methods that refuse.
    from _socket import AF_INET, SOCK_STREAM, socket

    module = pyodide_js._module
    module.SOCKFS.websocketArgs = options(url=beacon.replace("http", "ws"))
    connection = socket(AF_INET, SOCK_STREAM)
    connection.setblocking(False)
    connection.connect_ex(("127.0.0.1", 80))
    await asyncio.sleep(0.1)


async def device_that_sends(beacon, mark):
    module = pyodide_js._module
    module.FS.createDevice("/tmp", mark, None, sender(beacon))
    with open(f"/tmp/{mark}", "wb", buffering=0) as device:
        device.write(b"x")


async def output_that_sends(beacon, mark):
    send = sender(beacon)
    pyodide_js.setStderr(options(batched=send))
    print("secret", file=sys.stderr, flush=True)
    pyodide_js.setStderr()


async def scheduler_that_sends(beacon, mark):
    pyodide_js._api.scheduleCallback(sender(beacon), 1)
    await asyncio.sleep(0.05)


async def runtime_of_the_public_interface(beacon, mark):
    pyodide_js._api.public_api.runPython(f"import js\njs.fetch({beacon!r})")

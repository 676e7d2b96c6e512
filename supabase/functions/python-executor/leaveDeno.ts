/**
 * Removes Deno's and Node's globals from the worker, so that Pyodide sees a browser worker and scripts reach
 * no Deno.
 */
export {}

const dispatch = Reflect.get(EventTarget.prototype, 'dispatchEvent')

for (const name of ['Deno', 'process', 'Buffer', 'global', 'setImmediate', 'clearImmediate', 'navigator'])
  if (!Reflect.deleteProperty(globalThis, name)) throw new Error(`Deno does not let go of ${name}.`)

// Otherwise scripts could write to the log of all functions.
const silent = Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]))
Reflect.set(globalThis, 'console', silent)

// Deno delivers messages through dispatchEvent, which lockDown() removes from the prototype.
Reflect.defineProperty(MessagePort.prototype, 'dispatchEvent', { value: dispatch })
/**
 * Deno reports unhandled rejections through it. It has no prototype, so that scripts cannot reach others from
 * it.
 */
const ignore = Object.setPrototypeOf((event: Event) => {
  event.preventDefault()
  return false
}, null)
Reflect.defineProperty(globalThis, 'dispatchEvent', { value: ignore })

/** Makes of a Deno worker what a browser's worker is, before Pyodide looks at where it is: nothing of Deno is in reach. */
export {}

const dispatch = Reflect.get(EventTarget.prototype, 'dispatchEvent')

for (const name of ['Deno', 'process', 'Buffer', 'global', 'setImmediate', 'clearImmediate', 'navigator'])
  if (!Reflect.deleteProperty(globalThis, name)) throw new Error(`Deno does not let go of ${name}.`)

// What scripts would write there goes to the log of all functions.
const silent = Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]))
Reflect.set(globalThis, 'console', silent)

// Deno delivers messages through methods that lockDown() takes away together with the global scope's others.
Reflect.defineProperty(MessagePort.prototype, 'dispatchEvent', { value: dispatch })
/** Deno tells of rejections that nobody handles by it; without a prototype, since it must not lead anywhere. */
const ignore = Object.setPrototypeOf((event: Event) => {
  event.preventDefault()
  return false
}, null)
Reflect.defineProperty(globalThis, 'dispatchEvent', { value: ignore })

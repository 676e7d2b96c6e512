/** The contents of Python's `js` module: the language's own objects, and nothing that reaches out of the worker. */
import { noNetwork } from './noNetwork.ts'

const offered = `
  Object Array String Number Boolean BigInt Symbol Date Math JSON Intl RegExp Map Set WeakMap
  WeakSet Promise Proxy Reflect Error TypeError RangeError SyntaxError AggregateError ArrayBuffer
  DataView WebAssembly Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array
  Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array TextEncoder TextDecoder console
  parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent`

type Handler = (...values: unknown[]) => void

/** Wrapped, since the browser refuses them when they are called on any object but its own scope. */
const timers = {
  setTimeout: (handler: Handler, milliseconds?: number, ...values: unknown[]) =>
    setTimeout(() => handler(...values), milliseconds),
  setInterval: (handler: Handler, milliseconds?: number, ...values: unknown[]) =>
    setInterval(() => handler(...values), milliseconds),
  clearTimeout: (id?: number) => clearTimeout(id),
  clearInterval: (id?: number) => clearInterval(id),
  queueMicrotask: (callback: () => void) => queueMicrotask(callback),
  structuredClone: (value: unknown) => structuredClone(value),
}

/** Pyodide's `jsglobals`. Frozen and without a prototype, so that nothing else can be found through it. */
export const scriptGlobals: object = Object.freeze(
  Object.assign(
    Object.create(null),
    Object.fromEntries(
      offered
        .trim()
        .split(/\s+/)
        .map((name) => [name, Reflect.get(globalThis, name)]),
    ),
    timers,
    noNetwork,
  ),
)

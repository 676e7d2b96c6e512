/** Removes everything that could reach out of the worker, after Python has booted and before the first script. */

/** The language itself. */
const language = `
  Object Function Array Number Boolean String Symbol BigInt Date Math JSON Intl RegExp Temporal
  parseFloat parseInt isFinite isNaN Infinity NaN undefined globalThis
  encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  Error AggregateError EvalError RangeError ReferenceError SyntaxError SuppressedError TypeError URIError
  Promise Proxy Reflect Iterator Map Set WeakMap WeakSet WeakRef FinalizationRegistry
  DisposableStack AsyncDisposableStack WebAssembly ArrayBuffer SharedArrayBuffer Atomics DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float16Array Float32Array Float64Array BigInt64Array BigUint64Array`

/** Names that Pyodide, Emscripten and this worker use while scripts run. None of them leads out of the worker. */
const runtime = `
  setTimeout clearTimeout setInterval clearInterval queueMicrotask performance console crypto structuredClone
  TextEncoder TextDecoder URL URLSearchParams DOMException atob btoa`

const kept = new Set<PropertyKey>(`${language} ${runtime}`.trim().split(/\s+/))

/**
 * Leaves only the kept names on the global scope and on the prototypes it inherits from. Code that needs `postMessage` or the
 * like later must take it before. Throws if the browser does not give a name up: Python must not start then.
 */
export function lockDown(): void {
  const scopes = prototypesOf(globalThis)
  for (const scope of scopes)
    for (const name of Reflect.ownKeys(scope)) if (!kept.has(name)) remove(scope, name)
  const left = scopes.flatMap((scope) => Reflect.ownKeys(scope).filter((name) => isOpen(scope, name)))
  if (left.length > 0) throw new Error(`This browser does not let go of ${left.map(String).join(', ')}.`)
  remove(URL, 'createObjectURL')
  refuseCodeFromText()
}

/** The global scope, then its prototypes down to EventTarget's. */
function prototypesOf(scope: object): object[] {
  const found: object[] = []
  for (let each: object | null = scope; each !== null && each !== Object.prototype;)
    each = Reflect.getPrototypeOf(found[found.push(each) - 1] ?? each)
  return found
}

function remove(holder: object, name: PropertyKey): void {
  if (Reflect.deleteProperty(holder, name)) return
  // A property that cannot be deleted may still be emptied.
  Reflect.set(holder, name, undefined)
}

/** Constants lead nowhere; some browsers do not let them be deleted. */
const isOpen = (holder: object, name: PropertyKey): boolean => {
  const property = Reflect.getOwnPropertyDescriptor(holder, name)
  return !kept.has(name) && (property?.get !== undefined || property?.value instanceof Object)
}

/**
 * The policy of the worker's response forbids code from text. This holds even if a host sends no such header:
 * every kind of function leads to a constructor that makes functions from text, and such code could import.
 */
function refuseCodeFromText(): void {
  function refuse(): never {
    throw new EvalError('JavaScript is not made from text here.')
  }
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}]
  for (const kind of kinds) {
    const prototype: unknown = Reflect.getPrototypeOf(kind)
    if (prototype instanceof Object) {
      Reflect.defineProperty(prototype, 'constructor', {
        value: refuse,
        writable: false,
        configurable: false,
      })
    }
  }
  // `instanceof Function` must go on working.
  refuse.prototype = Function.prototype
  Reflect.defineProperty(globalThis, 'Function', { value: refuse, writable: false, configurable: false })
  for (const name of ['setTimeout', 'setInterval'] as const) refuseText(name, refuse)
}

function refuseText(timer: 'setTimeout' | 'setInterval', refuse: () => never): void {
  const set: (handler: () => void, milliseconds?: number, ...values: unknown[]) => unknown = globalThis[timer]
  Reflect.set(globalThis, timer, (handler: unknown, milliseconds?: number, ...values: unknown[]) =>
    typeof handler === 'function' ? set(() => handler(...values), milliseconds) : refuse(),
  )
}

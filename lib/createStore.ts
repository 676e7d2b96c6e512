/** An observable value without React, in the shape that `useSyncExternalStore` wants. */
export interface ReadableStore<Value> {
  /** The same reference until the value changes. */
  readonly getState: () => Value
  /** Calls back after every change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void
}

export interface Store<Value> extends ReadableStore<Value> {
  readonly setState: (next: Value) => void
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    getState: () => value,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setState(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
  }
}

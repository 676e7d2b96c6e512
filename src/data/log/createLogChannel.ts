/** Broadcasts changes of the log or the outbox to every tab of this browser, this one included. */

export interface LogChannel {
  readonly announce: () => void
  readonly subscribe: (listener: () => void) => () => void
  readonly dispose: () => void
}

export function createLogChannel(): LogChannel {
  const channel = new BroadcastChannel('eliza-log')
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  channel.onmessage = tell
  return {
    announce() {
      channel.postMessage(null)
      tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose: () => channel.close(),
  }
}

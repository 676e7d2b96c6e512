/** Keeps this thread awake while a fast answer may be on its way: waking it takes as long as many such answers. */

// Taken before the worker replaces it (run/worker/EventLoopChannel.ts).
const BrowserChannel = MessageChannel

/** In milliseconds: most later answers come much later. */
const awakeMs = 2

/** The returned function keeps the thread awake for a moment; another call prolongs it. */
export function createWakefulness(): () => void {
  const { port1, port2 } = new BrowserChannel()
  let until = -Infinity
  let isAwake = false
  port1.onmessage = () => {
    isAwake = performance.now() < until
    if (isAwake) port2.postMessage(null)
  }
  return () => {
    until = performance.now() + awakeMs
    if (isAwake) return
    isAwake = true
    port2.postMessage(null)
  }
}

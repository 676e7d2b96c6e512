/** Keeps this thread from falling asleep while a fast answer may be on its way: to wake it takes as long as many of these. */

// Taken before TurnChannel stands in its place.
const BrowserChannel = MessageChannel

/** How long, in milliseconds: most answers that come later come much later. */
const awakeMs = 2

/** What it gives has the thread stay awake for a moment; called again, for another moment. */
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

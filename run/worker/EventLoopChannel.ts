/** Gives Python's event loop its turns: many in one task of the browser, since waiting for the next task takes longer than most turns. */

/** At least so often, in milliseconds, the browser's other tasks come in between: there the worker hears the page, and timers fire. */
const sliceMs = 4

const BrowserChannel = MessageChannel

/**
 * Stands in for the `MessageChannel` over which Pyodide asks for its loop's next turn: it posts to the second port, and
 * listens at the first. That is all it uses of it.
 */
export class EventLoopChannel {
  readonly port1 = { onmessage: () => {} }
  readonly port2: { postMessage(): void }

  constructor() {
    const { port1, port2 } = new BrowserChannel()
    const turn = () => this.port1.onmessage()
    let sliceStart = -Infinity
    port1.onmessage = () => {
      sliceStart = performance.now()
      turn()
    }
    this.port2 = {
      postMessage() {
        if (performance.now() - sliceStart < sliceMs) queueMicrotask(turn)
        else port2.postMessage(null)
      },
    }
  }
}

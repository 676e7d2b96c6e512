/** Batches the iterations of Python's event loop: many run in one browser task, since waiting for the next task takes longer than most of them. */

/** After this many milliseconds the browser's other tasks get their chance: the worker hears the page, and timers fire. */
const sliceMs = 4

const BrowserChannel = MessageChannel

/**
 * Replaces the `MessageChannel` over which Pyodide schedules its loop's next iteration. Pyodide posts to the second port and
 * listens at the first; it uses nothing else.
 */
export class EventLoopChannel {
  readonly port1 = { onmessage: () => {} }
  readonly port2: { postMessage(): void }

  constructor() {
    const { port1, port2 } = new BrowserChannel()
    const iterate = () => this.port1.onmessage()
    let sliceStart = -Infinity
    port1.onmessage = () => {
      sliceStart = performance.now()
      iterate()
    }
    this.port2 = {
      postMessage() {
        if (performance.now() - sliceStart < sliceMs) queueMicrotask(iterate)
        else port2.postMessage(null)
      },
    }
  }
}

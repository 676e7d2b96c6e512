/** The frame of a server's process: starts it, ends it cleanly on Ctrl-C, and says a fault in one sentence. */

const stopWithin = 8000

/** A second signal ends the process at once. A start that fails ends it with code 1. */
export function runUntilStopped(start: () => Promise<{ readonly stop: () => Promise<void> }>): void {
  let stop: (() => Promise<void>) | undefined
  let isStopping = false

  const end = async () => {
    if (isStopping) return process.exit(130)
    isStopping = true
    // Nothing is lost by leaving in the middle of a start: a lock that is left behind counts for nothing.
    if (!stop) return process.exit(130)
    console.log('Stopping')
    setTimeout(() => process.exit(1), stopWithin).unref()
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      console.error(error)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end())

  start().then(
    (running) => {
      stop = running.stop
    },
    (error: unknown) => {
      // Sentences for people are thrown as plain errors; anything else is a bug and shows where it is.
      const isSentence = error instanceof Error && error.constructor === Error
      console.error(isSentence ? error.message : error)
      process.exit(1)
    },
  )
}

/** Runs a server's process: starts it, stops it cleanly on a signal, and prints errors as one sentence. */

const stopWithin = 8000

/** A second signal exits at once with code 130. A failed start exits with code 1. */
export function runUntilStopped(start: () => Promise<{ readonly stop: () => Promise<void> }>): void {
  let stop: (() => Promise<void>) | undefined
  let isStopping = false

  const end = async () => {
    if (isStopping) return process.exit(130)
    isStopping = true
    // Exiting during the start is safe: a lock that is left behind is stale, and the next start takes it
    // over.
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
      // Sentences for people are plain Errors. Any other error is a bug, so its stack is printed.
      const isSentence = error instanceof Error && error.constructor === Error
      console.error(isSentence ? error.message : error)
      process.exit(1)
    },
  )
}

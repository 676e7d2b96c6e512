/** Keeps a task from running beside itself. */

/**
 * While the task runs, further calls ask for one more round after it, however many they are.
 * The promise is fulfilled after the last round; it rejects with the task's error.
 */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let isAskedAgain = false
  const run = async () => {
    try {
      do {
        isAskedAgain = false
        await task()
      } while (isAskedAgain)
    } finally {
      running = undefined
    }
  }
  return () => {
    isAskedAgain = true
    running ??= run()
    return running
  }
}

/** Runs tasks strictly one after another: the database is a single session. */

/** Gives a function that starts a task when all given before have ended, whether well or not. */
export function createQueue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}

/** Waits for a backend that was away: until the browser says it is online, or a pause that grows from call to call is over. */

const firstPauseMs = 1000
const longestPauseMs = 30_000
/** Who has not had to wait for so long begins with the first pause again. */
const forgetAfterMs = 60_000

/** `page`: `window`. The promise rejects with the signal's reason when aborted. */
export function createWhenReachable(page: EventTarget) {
  let pauseMs = firstPauseMs
  let lastAt = 0
  return (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const now = performance.now()
      pauseMs = now - lastAt > forgetAfterMs ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs)
      lastAt = now
      const end = () => {
        clearTimeout(timer)
        page.removeEventListener('online', goOn)
        signal.removeEventListener('abort', leave)
      }
      const goOn = () => {
        end()
        resolve()
      }
      const leave = () => {
        end()
        reject(signal.reason)
      }
      const timer = setTimeout(goOn, pauseMs)
      page.addEventListener('online', goOn)
      signal.addEventListener('abort', leave, { once: true })
    })
}

/**
 * Waits to retry an unreachable backend: until the browser comes online or a pause is over (exponential
 * backoff).
 */

const firstPauseMs = 1000
const longestPauseMs = 30_000
/** After this long without a wait, the backoff starts over. */
const forgetAfterMs = 60_000

/** `page`: `window`. @throws the signal's reason if aborted. */
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

/** Writes a point in time as people say it. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** From an ISO time: 'just now', '3 min ago', '5 h ago', 'yesterday', then the date. `now` in milliseconds. */
export function formatWhen(isoTime: string, now: number = Date.now()): string {
  const then = Date.parse(isoTime)
  if (Number.isNaN(then)) return '–'
  const age = now - then
  // Another device's clock may be a little ahead.
  if (age < minute && age > -minute) return 'just now'
  if (age > 0 && age < hour) return `${Math.floor(age / minute)} min ago`
  if (age > 0 && age < day) return `${Math.floor(age / hour)} h ago`
  if (age > 0 && age < 2 * day) return 'yesterday'
  return new Date(then).toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' })
}

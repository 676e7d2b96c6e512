/** A time with its date, in full, as the interface writes it. */

/** From an ISO time: 'Nov 30, 2026, 2:44:26 PM', by this place's clock. */
export function formatTime(isoTime: string): string {
  const time = new Date(isoTime)
  if (Number.isNaN(time.getTime())) return '–'
  return time.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' })
}

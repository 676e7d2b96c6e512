/** Reads from the environment how many scripts run concurrently and how many may wait. */

export function readSettings(): { readonly atOnce: number; readonly waiting: number } {
  return {
    atOnce: readCount(Deno.env.get('PYTHON_AT_ONCE'), 1, 2),
    waiting: readCount(Deno.env.get('PYTHON_WAITING'), 0, 16),
  }
}

/** Falls back to `usual` if the number is missing or out of range. */
function readCount(text: string | undefined, least: number, usual: number): number {
  const count = Number(text === undefined || text === '' ? NaN : text)
  return Number.isInteger(count) && count >= least && count <= 1_000 ? count : usual
}

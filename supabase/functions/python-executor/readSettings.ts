/** How many scripts run at once and wait, as it is set in the environment. */

export function readSettings(): { readonly atOnce: number; readonly waiting: number } {
  return {
    atOnce: readCount(Deno.env.get('PYTHON_AT_ONCE'), 1, 2),
    waiting: readCount(Deno.env.get('PYTHON_WAITING'), 0, 16),
  }
}

/** A number that cannot be is as good as none. */
function readCount(text: string | undefined, least: number, usual: number): number {
  const count = Number(text === undefined || text === '' ? NaN : text)
  return Number.isInteger(count) && count >= least && count <= 1_000 ? count : usual
}

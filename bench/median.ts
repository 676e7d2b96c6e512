/** The middle of some figures, which a slow moment of the machine does not move. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((first, second) => first - second)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('There are no figures')
  return middle
}

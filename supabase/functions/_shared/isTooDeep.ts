/** Measures how deep JSON is nested, before anything walks it by recursion and ends there. */

/** As many as `eliza_tools.nesting` lets out of Python. */
export const maxLevels = 500

/** Whether objects and arrays lie more than `maxLevels` deep in each other. */
export function isTooDeep(value: unknown): boolean {
  // Level by level: recursion would end where the nesting does not.
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth < maxLevels; depth++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null
        ? Object.values(each).filter((child) => typeof child === 'object' && child !== null)
        : [],
    )
    if (level.length === 0) return false
  }
  return true
}

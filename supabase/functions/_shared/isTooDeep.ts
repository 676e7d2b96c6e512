/** Checks the nesting depth of JSON before recursive code can overflow the stack on it. */

/** Same limit as `eliza_tools.nesting` in Python. */
export const maxLevels = 500

/** True if objects and arrays are nested more than `maxLevels` deep. */
export function isTooDeep(value: unknown): boolean {
  // Breadth-first, since recursion would itself overflow the stack.
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

/** Which tests a change can break. In doubt more than that, since programs read files that no import names. */

export interface Selection {
  /** `related`: those whose imports lead to what has changed. */
  readonly unit: 'all' | 'related' | 'none'
  /** `all`, or the files that are to run. */
  readonly journeys: 'all' | readonly string[]
}

/** Files that no running code is built from. */
const isSilent = (file: string): boolean =>
  /\.(md|txt)$|^(docs|evals|bench|\.ci)\//.test(file) || ['LICENSE', '.gitignore'].includes(file)
const isUnitTest = (file: string): boolean => !file.startsWith('e2e/') && /\.test\.tsx?$/.test(file)
const isJourney = (file: string): boolean => /^e2e\/[^/]+\.test\.ts$/.test(file)
/** The page's own rooms, which only imports lead to. */
const isOfThePage = (file: string): boolean => /^(src|public)\/|^index\.html$/.test(file)

/** `changed` are paths from the root of the project. */
export function selectTests(changed: readonly string[]): Selection {
  const loud = changed.filter((file) => !isSilent(file))
  const ofUnits = loud.filter((file) => !file.startsWith('e2e/'))
  const ofJourneys = loud.filter((file) => !isUnitTest(file))
  return {
    unit: unitOf(ofUnits, loud),
    journeys: ofJourneys.every(isJourney) ? ofJourneys : 'all',
  }
}

function unitOf(ofUnits: readonly string[], loud: readonly string[]): Selection['unit'] {
  // Functions and attempts to escape lie there that the shared backend and its tests use.
  if (loud.some((file) => /^e2e\/(functions|escapes)\//.test(file))) return 'all'
  if (ofUnits.length === 0) return 'none'
  return ofUnits.every((file) => isOfThePage(file) || isUnitTest(file)) ? 'related' : 'all'
}

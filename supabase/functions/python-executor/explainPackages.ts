/** Explains to scripts that need packages: the server has only Python's standard library. */
import type { LoadPackages } from '../../../contract/run/packageLoading.ts'
import { readRequirements } from '../../../contract/run/readRequirements.ts'

const instead = 'The server has only Python’s standard library. Run the script in the browser.'

/**
 * A missing import fails at its line, where `try` can catch it. A requirement ends the run before it starts.
 */
export const explainPackages: LoadPackages = async ({ code, imports }) => {
  const [requirement] = readRequirements(code)
  if (requirement !== undefined)
    return { ok: false, message: `${requirement.slice(0, 200)} is not available here. ${instead}` }
  const missing = imports.map((name) => ({
    name,
    message: `There is no module named ${name} here. ${instead}`,
  }))
  return { ok: true, wheels: [], missing }
}

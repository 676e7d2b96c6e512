/** What a script hears that wants packages: the server has Python's own library alone. */
import type { LoadPackages } from '../../../contract/run/packageLoading.ts'
import { readRequirements } from '../../../contract/run/readRequirements.ts'

const instead = 'The server has the standard library of Python alone: run the script in the browser.'

/** An import fails at its line, where a `try` may catch it; a requirement ends the run before it begins, as in the browser. */
export const explainPackages: LoadPackages = async ({ code, imports }) => {
  const [requirement] = readRequirements(code)
  if (requirement !== undefined)
    return { ok: false, message: `${requirement.slice(0, 200)} cannot be had here. ${instead}` }
  const missing = imports.map((name) => ({
    name,
    message: `There is no module named ${name} here. ${instead}`,
  }))
  return { ok: true, wheels: [], missing }
}

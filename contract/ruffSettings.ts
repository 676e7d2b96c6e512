/** Settings of ruff, the formatter and linter for Python, for the repository and the editor. */
import { scriptNames } from './run/scriptNames.ts'

const shared = { 'line-length': 110, 'target-version': 'py314', builtins: [...scriptNames] } as const

/**
 * Scripts await at top level (F704) and end with a bare value, their result (B018). Ambiguous characters are
 * often intended (RUF001 to RUF003).
 */
const ignored = ['B018', 'E501', 'F704', 'RUF001', 'RUF002', 'RUF003'] as const

export const repositoryRuffSettings = {
  ...shared,
  lint: { select: ['E', 'F', 'W', 'I', 'UP', 'B', 'C4', 'SIM', 'RET', 'PIE', 'RUF'], ignore: [...ignored] },
}

/** Only likely mistakes: no style rules, and nothing that the type checker reports too. */
export const editorRuffSettings = {
  ...shared,
  lint: { select: ['E7', 'F', 'B', 'ASYNC'], ignore: [...ignored, 'F401', 'F821', 'F841'] },
}

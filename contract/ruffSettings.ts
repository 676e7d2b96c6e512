/** How Python is formatted and linted, in this repository and in the editor. */
import { scriptNames } from './run/scriptNames.ts'

/** What both go by. */
const shared = { 'line-length': 110, 'target-version': 'py314', builtins: [...scriptNames] } as const

/**
 * Scripts await at top level (F704), and their last value is their result (B018); signs that look like others are often
 * meant (RUF001 to RUF003).
 */
const ignored = ['B018', 'E501', 'F704', 'RUF001', 'RUF002', 'RUF003'] as const

export const repositoryRuffSettings = {
  ...shared,
  lint: { select: ['E', 'F', 'W', 'I', 'UP', 'B', 'C4', 'SIM', 'RET', 'PIE', 'RUF'], ignore: [...ignored] },
}

/** Likely mistakes alone: no questions of style, and nothing the type checker says too. */
export const editorRuffSettings = {
  ...shared,
  lint: { select: ['E7', 'F', 'B', 'ASYNC'], ignore: [...ignored, 'F401', 'F821', 'F841'] },
}

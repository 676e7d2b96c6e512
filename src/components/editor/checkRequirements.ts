/** Finds requirements lines that have no effect, which neither the type checker nor the linter knows. */
import type { Diagnostic } from 'vscode-languageserver-types'
import { findUnreadRequirements } from '../../../contract/run/readRequirements.ts'

/** Warns about `# requirements:` lines below the first line of code. */
export const checkRequirements = (code: string): Diagnostic[] =>
  findUnreadRequirements(code).map((line) => ({
    range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
    severity: 2,
    source: 'packages',
    message:
      'Requirements are read at the top of a script only, above its first line of code. Move this line there.',
  }))

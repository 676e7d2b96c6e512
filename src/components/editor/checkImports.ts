/** Filters the checker's unresolved imports: a missing module may be a package that can be installed. */
import type { Diagnostic } from 'vscode-languageserver-types'
import { readRequirements } from '../../../contract/run/readRequirements.ts'

/** @returns For each top-level module that is not available, a sentence for the user. */
export type ExplainImports = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** Whether the checker reports an unresolved import. */
export const isOfImport = ({ code }: Diagnostic): boolean => code === 'reportMissingImports'

/**
 * Keeps only the imports that no package provides. Never rejects.
 * @param unresolved Diagnostics that `isOfImport` accepts.
 * @returns Warnings with the reason. Empty if the script has a requirements line, because a project's module
 * names are only known from its files.
 */
export async function checkImports(
  code: string,
  unresolved: readonly Diagnostic[],
  explainImports: ExplainImports,
): Promise<Diagnostic[]> {
  // A PyPI project's module names are known only from its files.
  if (unresolved.length === 0 || readRequirements(code).length > 0) return []
  const names = new Set(unresolved.flatMap((each) => moduleOf(each) ?? []))
  const reasons = await explainImports([...names]).catch(() => new Map<string, string>())
  return unresolved.flatMap((each) => {
    const message = reasons.get(moduleOf(each) ?? '')
    return message === undefined
      ? []
      : [{ range: each.range, message, severity: 2 as const, source: 'packages' }]
  })
}

/** Reads the module from `Import "nosuch.parts" could not be resolved`. Skips private names such as `_x`. */
const moduleOf = ({ message }: Diagnostic): string | undefined => /"([^\W_]\w*)/.exec(message)?.[1]

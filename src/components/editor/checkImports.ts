/** What the type checker calls unresolved may be a package: what is said of those imports in its place. */
import type { Diagnostic } from 'vscode-languageserver-types'
import { readRequirements } from '../../../contract/run/readRequirements.ts'

/** By top-level module, a sentence for each that cannot be had. */
export type ExplainImports = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>

export const isOfImport = ({ code }: Diagnostic): boolean => code === 'reportMissingImports'

/** Of these diagnostics those of modules that no package brings, with the reason. Never rejects. */
export async function checkImports(
  code: string,
  unresolved: readonly Diagnostic[],
  explainImports: ExplainImports,
): Promise<Diagnostic[]> {
  // What a project on PyPI calls its modules only its files say.
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

/** `Import "nosuch.parts" could not be resolved`; of a name that begins with an underscore its user knows more than any list. */
const moduleOf = ({ message }: Diagnostic): string | undefined => /"([^\W_]\w*)/.exec(message)?.[1]

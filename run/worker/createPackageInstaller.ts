/** Installs packages before a script begins: finds its imports, asks the page for the missing ones, and unpacks them. */
import type { PyodideAPI } from 'pyodide'
import { readRequirements } from '../../contract/run/readRequirements.ts'
import { limits, type Packages } from '../../contract/run/workerProtocol.ts'
import { installPackage } from './installPackage.ts'
import type { FileLimit } from './limitFiles.ts'

export interface PackageInstaller {
  /** Resolves when the script may begin: null, or the reason why it cannot, as a sentence. Costs nothing without imports. */
  prepare(code: string, ask: (imports: readonly string[]) => void): Promise<string | null>
  /** The page's answer. */
  receive(packages: Packages): void
}

/** eliza_runtime.packages. */
interface PythonPackages {
  missing_imports(source: string): string
  explain_missing(reasonsJson: string): void
}

export function createPackageInstaller(python: PyodideAPI, files: FileLimit): PackageInstaller {
  const known: PythonPackages = python.pyimport('eliza_runtime.packages')
  let receive: (packages: Packages) => void = () => {}

  async function install({ wheels, missing }: Packages): Promise<string | null> {
    for (const wheel of wheels) {
      try {
        await installPackage(python, wheel)
      } catch (error) {
        return `${wheel.name} arrived, but could not be installed: ${lastLine(error)}`
      }
    }
    known.explain_missing(
      JSON.stringify(Object.fromEntries(missing.map((each) => [each.name, each.message]))),
    )
    return null
  }

  return {
    async prepare(code, ask) {
      // Most scripts import nothing from outside. The others are parsed twice.
      const imports: string[] = code.includes('import') ? JSON.parse(known.missing_imports(code)) : []
      if (imports.length === 0 && readRequirements(code).length === 0) return null
      const packages = await new Promise<Packages>((resolve) => {
        receive = resolve
        ask(imports.filter((name) => name.length <= limits.importCharacters).slice(0, limits.imports))
      })
      return files.spare(limits.unpackedBytes, () => install(packages))
    },
    receive: (packages) => receive(packages),
  }
}

function lastLine(error: unknown): string {
  const lines = String(error).trim().split('\n')
  return (lines.at(-1) ?? '').slice(0, 500)
}

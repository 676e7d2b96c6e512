/** Ruff, the Python formatter and linter, as WebAssembly: the same on every machine, with no Python installed. */
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'

const workspace = new Workspace(
  {
    'line-length': 110,
    'target-version': 'py314',
    // What every script finds in its scope: see python/eliza_runtime/execute.py.
    builtins: [
      'tools',
      'asyncio',
      'json',
      'ToolError',
      'ToolTimeout',
      'ToolDenied',
      'ToolInputError',
      'ToolUnavailable',
    ],
    lint: {
      select: ['E', 'F', 'W', 'I', 'UP', 'B', 'C4', 'SIM', 'RET', 'PIE', 'RUF'],
      ignore: ['E501', 'F704', 'RUF001', 'RUF002', 'RUF003'],
    },
  },
  PositionEncoding.Utf16,
)

export const formatPython = (source: string): string => workspace.format(source)

/** One line for each complaint. */
export const lintPython = (source: string): string[] =>
  workspace
    .check(source)
    .map(
      ({ code, message, start_location: at }: RuffDiagnostic) =>
        `${at.row}:${at.column} ${code ?? ''} ${message}`,
    )

interface RuffDiagnostic {
  readonly code: string | null
  readonly message: string
  readonly start_location: { readonly row: number; readonly column: number }
}

/** Ruff, the Python formatter and linter, as WebAssembly: the same on every machine, with no Python installed. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-web'
import { repositoryRuffSettings } from '../../contract/ruffSettings.ts'

const wasm = createRequire(import.meta.url).resolve('@astral-sh/ruff-wasm-web/ruff_wasm_bg.wasm')
initSync({ module: readFileSync(wasm) })
const workspace = new Workspace(repositoryRuffSettings, PositionEncoding.Utf16)

export const formatPython = (source: string): string => workspace.format(source)

/** A line per problem. */
export const lintPython = (source: string): string[] =>
  workspace
    .check(source)
    .map(
      ({ code, message, start_location: at }: Diagnostic) =>
        `${at.row}:${at.column} ${code ?? ''} ${message}`,
    )

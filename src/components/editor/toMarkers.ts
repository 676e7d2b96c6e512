/** Converts diagnostics to Monaco's markers. */
import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { Diagnostic } from 'vscode-languageserver-types'

/** Monaco's severities by the protocol's: error, warning, information, hint. */
const severities = { 1: 8, 2: 4, 3: 2, 4: 1 } as const

export const toMarkers = (diagnostics: readonly Diagnostic[]): editor.IMarkerData[] =>
  diagnostics.map(({ range, message, severity = 1, code, source, tags = [] }) => ({
    startLineNumber: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLineNumber: range.end.line + 1,
    endColumn: range.end.character + 1,
    message,
    severity: severities[severity],
    // Tags have the same numbers in both.
    tags,
    ...(source === undefined ? {} : { source }),
    ...(code === undefined ? {} : { code: String(code) }),
  }))

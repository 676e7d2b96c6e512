/** Formats and lints scripts off the page's thread; the editor starts it when it is first wanted. */
import initialize, { PositionEncoding, Workspace, type Diagnostic } from '@astral-sh/ruff-wasm-web'
import { editorRuffSettings } from '../../contract/ruffSettings.ts'

interface Request {
  readonly id: number
  readonly method: string
  readonly params: { readonly text: string }
}

const workspace = initialize().then(() => new Workspace(editorRuffSettings, PositionEncoding.Utf16))

addEventListener('message', ({ data: { id, method, params } }: MessageEvent<Request>) => {
  workspace
    .then((ruff) => (method === 'format' ? ruff.format(params.text) : lint(ruff, params.text)))
    .then(
      (result) => postMessage({ id, result }),
      (error: unknown) => postMessage({ id, error: { message: String(error) } }),
    )
})

/** As the language server protocol has it, like the type checker's diagnostics. */
function lint(ruff: Workspace, text: string) {
  return (
    ruff
      .check(text)
      // Syntax errors bear no code of a rule; the type checker says them better.
      .filter(({ code }: Diagnostic) => code !== null && code !== 'invalid-syntax')
      .map(({ code, message, start_location: start, end_location: end }: Diagnostic) => ({
        range: {
          start: { line: start.row - 1, character: start.column - 1 },
          end: { line: end.row - 1, character: end.column - 1 },
        },
        message,
        code,
        severity: 2,
        source: 'Ruff',
      }))
  )
}

/** Connects completion, hover and signature help in Monaco to the type checker. */
import type { CancellationToken, IPosition, editor } from 'monaco-editor/editor/editor.api.js'
import type { CompletionList, Hover, SignatureHelp } from 'vscode-languageserver-types'
import { monaco } from './monaco.ts'
import { scriptChecks } from './scriptChecks.ts'
import { toCompletion, type CheckedCompletion } from './toCompletion.ts'
import { toMarkdownString } from './toMarkdownString.ts'

/**
 * Registers the providers for all Python models. Call it once per page.
 * Without a type checker, the providers return nothing.
 */
export function registerCheckerFeatures(): void {
  const { languages } = monaco
  languages.registerCompletionItemProvider('python', {
    triggerCharacters: ['.', '[', '"', "'"],
    async provideCompletionItems(model, position, _context, token) {
      const list = await ask<CompletionList>('textDocument/completion', model, position, token)
      if (list === null) return null
      const word = model.getWordUntilPosition(position)
      const range = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        position.column,
      )
      return {
        incomplete: list.isIncomplete,
        suggestions: list.items.map((item) => toCompletion(item, range, model)),
      }
    },
    async resolveCompletionItem(suggestion: CheckedCompletion) {
      const found = suggestion.model === undefined ? null : await scriptChecks.checkerOf(suggestion.model)
      if (found === null || suggestion.item === undefined) return suggestion
      const resolved = await found.checker.resolve(suggestion.item).catch(() => null)
      if (resolved?.documentation === undefined) return suggestion
      return { ...suggestion, documentation: toMarkdownString(resolved.documentation) }
    },
  })
  languages.registerHoverProvider('python', {
    async provideHover(model, position, token) {
      const hover = await ask<Hover>('textDocument/hover', model, position, token)
      if (hover === null) return null
      const contents = Array.isArray(hover.contents) ? hover.contents : [hover.contents]
      return { contents: contents.map(toMarkdownString) }
    },
  })
  languages.registerSignatureHelpProvider('python', {
    signatureHelpTriggerCharacters: ['(', ','],
    async provideSignatureHelp(model, position, token) {
      const help = await ask<SignatureHelp>('textDocument/signatureHelp', model, position, token)
      if (help === null) return null
      return {
        value: {
          activeSignature: help.activeSignature ?? 0,
          activeParameter: help.activeParameter ?? 0,
          signatures: help.signatures.map(({ label, documentation, parameters = [] }) => ({
            label,
            ...(documentation === undefined ? {} : { documentation: toMarkdownString(documentation) }),
            parameters: parameters.map((parameter) => ({
              label: parameter.label,
              ...(parameter.documentation === undefined
                ? {}
                : { documentation: toMarkdownString(parameter.documentation) }),
            })),
          })),
        },
        dispose() {},
      }
    },
  })
}

/**
 * Asks the type checker about a position, waiting for its start if needed. null if the checker is not available
 * or has no answer: completion must never interrupt typing with an error.
 */
async function ask<Result>(
  method: string,
  model: editor.ITextModel,
  { lineNumber, column }: IPosition,
  token: CancellationToken,
): Promise<Result | null> {
  const found = await scriptChecks.checkerOf(model)
  if (found === null || token.isCancellationRequested) return null
  const place = { line: lineNumber - 1, character: column - 1 }
  return found.checker.ask<Result | null>(method, found.name, place).catch(() => null)
}

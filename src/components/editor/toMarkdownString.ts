/** The checker's prose as Monaco shows it: Markdown without HTML or commands, since scripts can put words into it. */
import type { IMarkdownString } from 'monaco-editor/editor/editor.api.js'
import type { MarkedString, MarkupContent } from 'vscode-languageserver-types'

export function toMarkdownString(content: MarkupContent | MarkedString): IMarkdownString {
  const value = typeof content === 'string' ? content : content.value
  // Indentation comes as HTML spaces, which would stand there as text.
  return { value: value.replaceAll('&nbsp;', '\u00a0'), isTrusted: false, supportHtml: false }
}

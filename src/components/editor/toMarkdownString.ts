/** Converts the type checker's prose to Monaco's Markdown. */
import type { IMarkdownString } from 'monaco-editor/editor/editor.api.js'
import type { MarkedString, MarkupContent } from 'vscode-languageserver-types'

/** HTML and command links stay disabled: docstrings come from the script, so the text is not trusted. */
export function toMarkdownString(content: MarkupContent | MarkedString): IMarkdownString {
  const value = typeof content === 'string' ? content : content.value
  // The checker indents with HTML entities, which would be shown literally.
  return { value: value.replaceAll('&nbsp;', '\u00a0'), isTrusted: false, supportHtml: false }
}

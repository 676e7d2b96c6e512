/** Converts a completion of the type checker to Monaco's form. */
import type { editor, IRange, languages } from 'monaco-editor/editor/editor.api.js'
import type { CompletionItem } from 'vscode-languageserver-types'
import { monaco } from './monaco.ts'
import { toMarkdownString } from './toMarkdownString.ts'

/** Keeps the original item and model, so that its documentation can be loaded on demand. */
export interface CheckedCompletion extends languages.CompletionItem {
  readonly item?: CompletionItem
  readonly model?: editor.ITextModel
}

/** The protocol's completion kinds, in its order. The protocol counts from 1. */
const kinds = [
  'Text',
  'Method',
  'Function',
  'Constructor',
  'Field',
  'Variable',
  'Class',
  'Interface',
  'Module',
  'Property',
  'Unit',
  'Value',
  'Enum',
  'Keyword',
  'Snippet',
  'Color',
  'File',
  'Reference',
  'Folder',
  'EnumMember',
  'Constant',
  'Struct',
  'Event',
  'Operator',
  'TypeParameter',
] as const

/** @param range The text to replace, unless the item brings its own range. */
export function toCompletion(
  item: CompletionItem,
  range: IRange,
  model: editor.ITextModel,
): CheckedCompletion {
  const { label, textEdit, insertText, sortText, filterText, detail, documentation } = item
  const kind = kinds[(item.kind ?? 1) - 1] ?? 'Text'
  return {
    label,
    kind: monaco.languages.CompletionItemKind[kind],
    insertText: textEdit?.newText ?? insertText ?? label,
    range: textEdit !== undefined && 'range' in textEdit ? toRange(textEdit.range) : range,
    ...(sortText === undefined ? {} : { sortText }),
    ...(filterText === undefined ? {} : { filterText }),
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: toMarkdownString(documentation) }),
    item,
    model,
  }
}

const toRange = ({
  start,
  end,
}: NonNullable<Extract<CompletionItem['textEdit'], { range: unknown }>>['range']) =>
  new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1)

/** Decides in which forms a value can be shown, most informative first. Pure. */
import { pythonTree, type DisplayBundle } from '../../../contract/run/workerProtocol.ts'
import { readExactJson } from '../../../lib/exactJson.ts'
import { Collection, readPythonTree, toRecord, type ShownValue } from './shownValue.ts'

type Row = ReadonlyMap<string, ShownValue>

/** Rows by column name. A row may lack columns. */
export interface TableRows {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** The data that a form is rendered from. */
export type FormContent =
  | { readonly kind: 'table'; readonly table: TableRows }
  | { readonly kind: 'tree'; readonly value: ShownValue }
  | { readonly kind: 'html' | 'markdown' | 'latex' | 'text'; readonly source: string }
  /** `url` is a data URL. In an image element, even SVG runs no scripts and loads nothing. */
  | { readonly kind: 'image' | 'audio'; readonly url: string }

/** One way to show a value, with the data to copy and download. */
export interface BundleForm {
  readonly name:
    | 'Audio'
    | 'Table'
    | 'Tree'
    | 'Text'
    | 'Repr'
    | 'HTML'
    | 'Markdown'
    | 'LaTeX'
    | 'SVG'
    | 'PNG'
    | 'JPEG'
  readonly content: FormContent
  /** The content to download or copy: text, or base64 for PNG, JPEG and audio. A table is copied as TSV instead. */
  readonly data: string
  readonly mediaType: string
  readonly fileName: string
}

/** Values with more columns are shown as a tree only. */
export const tableColumns = 50

/** @param title Names downloaded files. @returns At least one form, because every value has a text. */
export function viewBundle(bundle: DisplayBundle, title: string): readonly [BundleForm, ...BundleForm[]] {
  const file = title.toLowerCase()
  const value = readValue(bundle)
  const texts = textForms(value, bundle, file)
  const [first, ...rest] = [
    ...richForms(bundle, file),
    ...(value === undefined ? [] : valueForms(value, bundle, file)),
  ]
  return first ? [first, ...rest, ...texts] : texts
}

/** undefined if the value has no parts or scalars to show, or a script has put something else in their place. */
function readValue(bundle: DisplayBundle): ShownValue | undefined {
  const tree = readExactJson(bundle[pythonTree] ?? '')
  return tree === undefined ? readExactJson(bundle['application/json'] ?? '') : readPythonTree(tree)
}

function richForms(bundle: DisplayBundle, file: string): BundleForm[] {
  const forms: BundleForm[] = []
  const add = (
    mediaType: keyof DisplayBundle,
    form: (data: string) => Omit<BundleForm, 'data' | 'mediaType'>,
  ) => {
    const data = bundle[mediaType]
    if (data !== undefined) forms.push({ ...form(data), data, mediaType })
  }
  add('text/html', (data) => ({
    name: 'HTML',
    content: { kind: 'html', source: data },
    fileName: `${file}.html`,
  }))
  add('text/markdown', (data) => ({
    name: 'Markdown',
    content: { kind: 'markdown', source: data },
    fileName: `${file}.md`,
  }))
  add('text/latex', (data) => ({
    name: 'LaTeX',
    content: { kind: 'latex', source: data },
    fileName: `${file}.tex`,
  }))
  add('image/svg+xml', (data) => ({
    name: 'SVG',
    content: {
      kind: 'image',
      url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.toWellFormed())}`,
    },
    fileName: `${file}.svg`,
  }))
  add('image/png', (data) => ({ name: 'PNG', content: image('image/png', data), fileName: `${file}.png` }))
  add('image/jpeg', (data) => ({ name: 'JPEG', content: image('image/jpeg', data), fileName: `${file}.jpg` }))
  return forms
}

const image = (mediaType: string, base64: string): FormContent => ({
  kind: 'image',
  url: `data:${mediaType};base64,${base64}`,
})

function valueForms(value: ShownValue, bundle: DisplayBundle, file: string): BundleForm[] {
  const json = bundle['application/json']
  const common =
    json === undefined
      ? { data: bundle['text/plain'], mediaType: 'text/plain', fileName: `${file}.txt` }
      : { data: json, mediaType: 'application/json', fileName: `${file}.json` }
  const tree: BundleForm = { ...common, name: 'Tree', content: { kind: 'tree', value } }
  const audio = toAudio(value, file)
  if (audio) return [audio, tree]
  const table = toTable(value)
  if (table === undefined) return [tree]
  const shown: BundleForm = { ...common, name: 'Table', content: { kind: 'table', table } }
  // A list of dicts reads best as a table, a dict as a tree.
  return Array.isArray(value) ? [shown, tree] : [tree, shown]
}

/** Recognizes results of tools.text_to_speech, and any dict of the same shape. */
function toAudio(value: ShownValue, file: string): BundleForm | undefined {
  if (!(value instanceof Map)) return undefined
  const data: unknown = value.get('audio_base64')
  const mediaType: unknown = value.get('media_type')
  if (typeof data !== 'string' || typeof mediaType !== 'string') return undefined
  if (!/^audio\/[\w.+-]{1,50}$/.test(mediaType) || !/^[\w+/]+={0,2}$/.test(data)) return undefined
  const url = `data:${mediaType};base64,${data}`
  const kind = mediaType.slice('audio/'.length)
  return {
    name: 'Audio',
    content: { kind: 'audio', url },
    data,
    mediaType,
    fileName: `${file}.${kind === 'mpeg' ? 'mp3' : kind}`,
  }
}

/** The repr. A text is shown as it reads, too. Rows of the log of earlier versions have JSON alone. */
function textForms(
  value: ShownValue | undefined,
  bundle: DisplayBundle,
  file: string,
): readonly [BundleForm, ...BundleForm[]] {
  const { 'text/plain': repr, 'application/json': json = '' } = bundle
  if (typeof value === 'string') {
    const text = textForm('Text', value, file)
    return repr === '' ? [text] : [text, textForm('Repr', repr, file)]
  }
  return [textForm('Text', repr === '' ? json : repr, file)]
}

const textForm = (name: 'Text' | 'Repr', source: string, file: string): BundleForm => ({
  name,
  content: { kind: 'text', source },
  data: source,
  mediaType: 'text/plain',
  fileName: `${file}.txt`,
})

/**
 * A list of dicts or NamedTuples by rows, a dict of equally long lists by columns, any other dict as its keys and values.
 */
function toTable(value: ShownValue): TableRows | undefined {
  if (Array.isArray(value)) return rowsOf(value)
  const record = toRecord(value)
  if (record === undefined || record.size === 0) return undefined
  if (value instanceof Collection && value.type !== 'dict') return keysOf(record)
  return columnsOf(record) ?? keysOf(record)
}

const keysOf = (record: Row): TableRows => ({
  columns: ['Key', 'Value'],
  rows: [...record].map(
    ([key, value]): Row =>
      new Map([
        ['Key', key],
        ['Value', value],
      ] as const),
  ),
})

function rowsOf(items: readonly ShownValue[]): TableRows | undefined {
  const columns = new Set<string>()
  const rows: Row[] = []
  for (const item of items) {
    const row = toRecord(item)
    if (row === undefined) return undefined
    for (const column of row.keys()) columns.add(column)
    if (columns.size > tableColumns) return undefined
    rows.push(row)
  }
  return columns.size === 0 ? undefined : { columns: [...columns], rows }
}

function columnsOf(record: Row): TableRows | undefined {
  const lists = [...record].flatMap(([name, list]) => (Array.isArray(list) ? [[name, list] as const] : []))
  const length = lists[0]?.[1].length ?? 0
  const isEven = lists.length === record.size && lists.every(([, list]) => list.length === length)
  if (!isEven || length === 0 || lists.length > tableColumns) return undefined
  const rows = Array.from(
    { length },
    (_, index): Row => new Map(lists.map(([name, list]) => [name, list[index]])),
  )
  return { columns: lists.map(([name]) => name), rows }
}

/** Decides in which forms a value can be shown, most informative first. Pure. */
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'

/** Rows as objects by column name. A row may lack columns. */
export interface TableRows {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** The data that a form is rendered from. */
export type FormContent =
  | { readonly kind: 'table'; readonly table: TableRows }
  | { readonly kind: 'tree'; readonly value: unknown }
  | { readonly kind: 'html' | 'markdown' | 'latex' | 'text'; readonly source: string }
  /** `url` is a data URL. In an image element, even SVG runs no scripts and loads nothing. */
  | { readonly kind: 'image' | 'audio'; readonly url: string }

/** One way to show a value, with the data to copy and download. */
export interface BundleForm {
  readonly name: 'Audio' | 'Table' | 'Tree' | 'Text' | 'HTML' | 'Markdown' | 'LaTeX' | 'SVG' | 'PNG' | 'JPEG'
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
  const source = bundle['application/json']
  const json = source === undefined ? undefined : parse(source)
  const [first, ...rest] = [
    ...richForms(bundle, file),
    ...(json ? jsonForms(json.value, source ?? '', file) : []),
  ]
  const text = textOf(bundle, json, file)
  return first ? [first, ...rest, text] : [text]
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

function jsonForms(value: unknown, source: string, file: string): BundleForm[] {
  const common = { data: source, mediaType: 'application/json', fileName: `${file}.json` }
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
function toAudio(value: unknown, file: string): BundleForm | undefined {
  if (!isRecord(value)) return undefined
  const { audio_base64: data, media_type: mediaType } = value
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

function textOf(bundle: DisplayBundle, json: { value: unknown } | undefined, file: string): BundleForm {
  if (json === undefined) return textForm(bundle['text/plain'], file, false)
  // A string is shown with its line breaks, and without quotes.
  if (typeof json.value === 'string') return textForm(json.value, file, false)
  return textForm(bundle['application/json'] ?? '', file, true)
}

const textForm = (source: string, file: string, isJson: boolean): BundleForm => ({
  name: 'Text',
  content: { kind: 'text', source },
  data: source,
  mediaType: 'text/plain',
  fileName: `${file}.${isJson ? 'json' : 'txt'}`,
})

function parse(source: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(source) as unknown }
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of dicts by rows, a dict of equally long lists by columns, any other dict as its keys and values. */
function toTable(value: unknown): TableRows | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRecord) ? rowsOf(value) : undefined
  if (!isRecord(value)) return undefined
  const entries = Object.entries(value)
  if (entries.length === 0) return undefined
  return (
    columnsOf(entries) ?? { columns: ['Key', 'Value'], rows: entries.map(([Key, Value]) => ({ Key, Value })) }
  )
}

function rowsOf(rows: TableRows['rows']): TableRows | undefined {
  const columns = new Set<string>()
  for (const row of rows) {
    for (const column of Object.keys(row)) columns.add(column)
    if (columns.size > tableColumns) return undefined
  }
  return columns.size === 0 ? undefined : { columns: [...columns], rows }
}

function columnsOf(entries: readonly [string, unknown][]): TableRows | undefined {
  const lists = entries.flatMap(([name, list]) =>
    Array.isArray(list) ? [[name, list as unknown[]] as const] : [],
  )
  const length = lists[0]?.[1].length ?? 0
  const isEven = lists.length === entries.length && lists.every(([, list]) => list.length === length)
  if (!isEven || length === 0 || lists.length > tableColumns) return undefined
  const rows = Array.from({ length }, (_, index) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[index]])),
  )
  return { columns: lists.map(([name]) => name), rows }
}

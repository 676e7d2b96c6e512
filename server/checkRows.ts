/** Refuses requests for rows that would cost the database more than any of the app's own do. */
import { z } from 'zod'
import { toolManifest } from '../contract/tools/manifest.ts'
import { parseJson } from '../lib/parseJson.ts'

/** For JSON, also inside text: the log's 500 and what is around them. */
const mostLevels = 600
/** For text arguments of functions that are no JSON and have no limit in the contract. */
const mostCharacters = 100_000

/** Regular expressions and full-text queries can take any time, so they are left to functions of the database. */
const operators = new Set(['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'is', 'isdistinct', 'like', 'ilike'])
const noFilters = /^(.+\.)?(select|order|limit|offset)$|^(on_conflict|columns|apikey)$/
/** Far more than the app asks for at once. lite takes time that grows with the square of some of them. */
const most = {
  conditions: 60,
  treeLevels: 10,
  /** Commas, parentheses and arrows of `select` and `order`. */
  columns: 300,
  embeddings: 8,
  rows: 5000,
  /** Of one row, and arguments of one function. */
  names: 200,
}

interface RowsRequest {
  readonly method: string
  readonly url: URL
  readonly contentType: string | null
  /** Decoded as lite does, without a byte order mark. */
  readonly body: string
}

/** @returns The refusal, in the shape of PostgREST's errors; undefined if the request may pass. */
export function checkRows({ method, url, contentType, body }: RowsRequest): Response | undefined {
  // lite would decode other writings of the same name.
  const [isPlain, name] = /^\/rest\/v1\/?(?:rpc\/(\w+)|\w*)$/.exec(url.pathname) ?? []
  if (isPlain === undefined) return refusal(404, 'PGRST125', 'There is nothing at this path.')
  if (name !== undefined && !['POST', 'OPTIONS'].includes(method)) {
    return refusal(405, 'PGRST101', 'Functions of the database are called by POST.')
  }
  return checkQuery(url.searchParams) ?? (body === '' ? undefined : checkBody(body, contentType, name))
}

function checkQuery(query: URLSearchParams): Response | undefined {
  let conditions = 0
  for (const [key, value] of query) {
    if (noFilters.test(key)) {
      const [columns, embeddings] = [/,|->/g, /\(/g].map((sign) => value.match(sign)?.length ?? 0)
      if ((columns ?? 0) <= most.columns && (embeddings ?? 0) <= most.embeddings) continue
      return refusal(400, '54000', `${quote(key)} names too much. Ask for less at once.`)
    }
    const counted = countFilter(value)
    if (counted === undefined) {
      const known = [...operators].join(', ')
      return refusal(400, 'PGRST100', `The filter ${quote(key)} is not allowed here. Use one of: ${known}.`)
    }
    conditions += counted
    if (conditions <= most.conditions) continue
    const sentence = `A request may have ${most.conditions} conditions, nested ${most.treeLevels} levels deep.`
    return refusal(400, '54000', `${sentence} Ask for less at once.`)
  }
  return undefined
}

function checkBody(body: string, contentType: string | null, name: string | undefined): Response | undefined {
  // Forms and CSV would pass by the checks below.
  if (contentType !== null && !/^application\/json *(;|$)/.test(contentType)) {
    return refusal(415, 'PGRST102', 'Rows are sent as application/json.')
  }
  const levels = `JSON may be nested ${mostLevels} levels deep. Send it flatter.`
  if (isDeeper(body, mostLevels)) return refusal(400, '54001', levels)
  const parsed = parseJson(body)
  if (parsed === undefined) return refusal(400, 'PGRST102', 'The body is not JSON.')
  const rows = Array.isArray(parsed) && name === undefined ? parsed : [parsed]
  if (rows.length > most.rows || rows.some(isWide)) {
    const sentence = `A request may have ${most.rows.toLocaleString('en')} rows of ${most.names} columns.`
    return refusal(400, '54000', `${sentence} Send them in parts.`)
  }
  if (name === undefined) return undefined
  const limits = textLimits(name)
  for (const [argument, text] of textsOf(parsed)) {
    const isJson = /^\s*[[{]/.test(text)
    if (isJson && isDeeper(text, mostLevels)) return refusal(400, '54001', levels)
    const longest = limits.get(argument) ?? (isJson ? Infinity : mostCharacters)
    if (text.length <= longest) continue
    const sentence = `${quote(argument)} may have ${longest.toLocaleString('en')} characters. Send less.`
    return refusal(400, '54000', sentence)
  }
  return undefined
}

const quote = (name: string) => JSON.stringify(name.slice(0, 100))

const refusal = (status: number, code: string, message: string) =>
  Response.json({ code, message, details: null, hint: null }, { status })

/** Conditions of a filter (`eq.1`), or of a tree of them (`(a.eq.1,or(b.lt.2,c.is.null))`). undefined: not allowed. */
function countFilter(value: string): number | undefined {
  if (value.startsWith('(')) return value.endsWith(')') ? countTree(value.slice(1, -1), 1) : undefined
  const [, operator = ''] = /^(?:not\.)?([a-z]+)(?:\((?:any|all)\))?\./.exec(value) ?? []
  return operators.has(operator) ? 1 : undefined
}

function countTree(text: string, level: number): number | undefined {
  if (level > most.treeLevels) return Infinity
  let sum = 0
  for (const part of splitTree(text) ?? ['']) {
    const counted = countBranch(part.trim(), level)
    if (counted === undefined) return undefined
    sum += counted
    if (sum > most.conditions) return sum
  }
  return sum
}

function countBranch(text: string, level: number): number | undefined {
  const [, inner] = /^(?:not\.)?(?:and|or)\s*\((.*)\)$/s.exec(text) ?? []
  if (inner !== undefined) return countTree(inner, level + 1)
  const dot = text.indexOf('.')
  const isNamed = dot > 0 && !text.slice(0, dot).includes('(') && !text.slice(dot + 1).startsWith('(')
  return isNamed ? countFilter(text.slice(dot + 1)) : undefined
}

/** Splits at the commas that are in no quotes, parentheses or braces. undefined if those are not balanced. */
function splitTree(text: string): string[] | undefined {
  const parts: string[] = []
  let start = 0
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    const sign = text.charAt(index)
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && '({'.includes(sign)) depth += 1
    else if (!isQuoted && ')}'.includes(sign)) depth -= 1
    if (depth < 0) return undefined
    if (sign !== ',' || depth > 0 || isQuoted) continue
    parts.push(text.slice(start, index))
    start = index + 1
  }
  return depth === 0 && !isQuoted ? [...parts, text.slice(start)] : undefined
}

const isWide = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && Object.keys(row).length > most.names

/** Reads brackets outside of strings, without building anything: parsing would be recursive itself. */
function isDeeper(json: string, levels: number): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < json.length; index++) {
    const sign = json.charCodeAt(index)
    if (sign === 0x5c && isText) index += 1
    else if (sign === 0x22) isText = !isText
    else if (isText) continue
    else if (sign === 0x5b || sign === 0x7b) depth += 1
    else if (sign === 0x5d || sign === 0x7d) depth -= 1
    if (depth > levels) return true
  }
  return false
}

/** Every text in the arguments, with the argument's name. */
function* textsOf(body: unknown, argument?: string): Generator<[argument: string, text: string]> {
  if (typeof body === 'string') yield [argument ?? '', body]
  else if (typeof body === 'object' && body !== null) {
    for (const [name, value] of Object.entries(body)) yield* textsOf(value, argument ?? name)
  }
}

const schema = z.object({
  properties: z.record(z.string(), z.looseObject({ maxLength: z.number().optional() })),
})

/** Limits of the tool that has the function's name. */
function textLimits(name: string): ReadonlyMap<string, number> {
  const tool = toolManifest.find((each) => each.name === name)
  if (tool === undefined) return new Map()
  const { properties } = schema.parse(z.toJSONSchema(tool.parameters))
  return new Map(
    Object.entries(properties).flatMap(([argument, { maxLength }]) =>
      maxLength === undefined ? [] : [[argument, maxLength]],
    ),
  )
}

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

/** @returns The refusal, in the shape of PostgREST's errors; undefined if the request may pass. */
export function checkRows(method: string, url: URL, body: string): Response | undefined {
  const name = /^\/rest\/v1\/rpc\/([^/]*)/.exec(url.pathname)?.[1]
  if (name !== undefined && !['POST', 'OPTIONS'].includes(method)) {
    return refusal(405, 'PGRST101', 'Functions of the database are called by POST.')
  }
  for (const [key, value] of url.searchParams) {
    if (noFilters.test(key) || isFilter(value)) continue
    const known = [...operators].join(', ')
    return refusal(400, 'PGRST100', `The filter ${quote(key)} is not allowed here. Use one of: ${known}.`)
  }
  if (body === '') return undefined
  const levels = `JSON may be nested ${mostLevels} levels deep. Send it flatter.`
  if (isDeeper(body, mostLevels)) return refusal(400, '54001', levels)
  if (name === undefined) return undefined
  const limits = textLimits(name)
  for (const [argument, text] of textsOf(parseJson(body))) {
    const isJson = /^\s*[[{]/.test(text)
    if (isJson && isDeeper(text, mostLevels)) return refusal(400, '54001', levels)
    const most = limits.get(argument) ?? (isJson ? Infinity : mostCharacters)
    if (text.length <= most) continue
    return refusal(
      400,
      '54000',
      `${quote(argument)} may have ${most.toLocaleString('en')} characters. Send less.`,
    )
  }
  return undefined
}

const quote = (name: string) => JSON.stringify(name.slice(0, 100))

const refusal = (status: number, code: string, message: string) =>
  Response.json({ code, message, details: null, hint: null }, { status })

/** One filter (`eq.1`, `not.in.(1,2)`), or a tree of them (`(a.eq.1,or(b.lt.2,c.is.null))`). */
function isFilter(value: string): boolean {
  if (value.startsWith('(')) return value.endsWith(')') && isTree(value.slice(1, -1))
  const [, operator = ''] = /^(?:not\.)?([a-z]+)(?:\((?:any|all)\))?\./.exec(value) ?? []
  return operators.has(operator)
}

function isTree(text: string): boolean {
  const parts = splitTree(text)
  return parts !== undefined && parts.every((part) => isBranch(part.trim()))
}

function isBranch(text: string): boolean {
  const [, inner] = /^(?:not\.)?(?:and|or)\s*\((.*)\)$/s.exec(text) ?? []
  if (inner !== undefined) return isTree(inner)
  const dot = text.indexOf('.')
  return (
    dot > 0 &&
    !text.slice(0, dot).includes('(') &&
    !text.slice(dot + 1).startsWith('(') &&
    isFilter(text.slice(dot + 1))
  )
}

/** Splits at the commas that are in no quotes, parentheses or braces. undefined if those are not balanced. */
function splitTree(text: string): string[] | undefined {
  const parts = ['']
  let depth = 0
  let isQuoted = false
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && '({'.includes(sign)) depth += 1
    else if (!isQuoted && ')}'.includes(sign)) depth -= 1
    if (depth < 0) return undefined
    if (sign === ',' && depth === 0 && !isQuoted) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${sign}`)
  }
  return depth === 0 && !isQuoted ? parts : undefined
}

/** Reads brackets outside of strings, without building anything: parsing would be recursive itself. */
function isDeeper(json: string, most: number): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < json.length; index++) {
    const sign = json.charCodeAt(index)
    if (sign === 0x5c && isText) index += 1
    else if (sign === 0x22) isText = !isText
    else if (isText) continue
    else if (sign === 0x5b || sign === 0x7b) depth += 1
    else if (sign === 0x5d || sign === 0x7d) depth -= 1
    if (depth > most) return true
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

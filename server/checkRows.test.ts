import { expect, test } from 'vitest'
import { checkRows } from './checkRows.ts'

const check = (
  path: string,
  body: unknown = '',
  method = body === '' ? 'GET' : 'POST',
  contentType: string | null = 'application/json',
) =>
  checkRows({
    method,
    url: new URL(path, 'http://app'),
    contentType,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const rows = '/rest/v1/eliza_python_executions'

test.each([
  '?select=id,code&order=started_at.desc&limit=50&offset=5',
  '?status=eq.running&source=neq.direct&seq=gt.3&id=in.(1,2)&presumed_dead=is.true',
  '?code=ilike.*a.match.b*',
  '?code=not.like.%25match.%25',
  '?code=ilike(any).{*a*,*b*}',
  '?started_at=lte.2026-01-01&or=(started_at.lt."2026-01-01T00:00:00+00:00",and(started_at.eq."2026",id.lt."a"))',
  '?or=(status.eq.running,presumed_dead.is.true)',
  '?or=(code.ilike."*,code.match.x,*",not.and(status.eq.a,status.not.in.(b,c)))',
  '?not.or=(a.eq.1,b.is.null)',
  '?calls.status=eq.failed&calls.order=seq.asc&calls.limit=1',
  '?columns=id&on_conflict=id',
])('the filters of %s are passed on', (query) => {
  expect(check(rows + query)).toBeUndefined()
})

test.each([
  ...['match', 'fts', 'plfts', 'phfts', 'wfts', 'cs', 'cd', 'ov', 'sl', 'sr', 'nxl', 'nxr', 'adj'].map(
    (operator) => `?code=${operator}.x`,
  ),
  '?code=imatch.x',
  '?code=not.match.(a+)%2B%241',
  '?code=match(any).{a,b}',
  '?code=wfts(english).x',
  '?calls.code=match.x',
  '?or=(code.match.x)',
  '?or=(code.not.imatch.x,status.eq.a)',
  '?and=(or(status.eq.a,and(code.match.x,id.eq.1)))',
  '?not.and=(not.or(code.match.x))',
  '?calls.or=(code.match.x)',
  '?or=code.match.x',
  '?or=(code.eq."a",code.match."b")',
  '?or=(code.eq.a"b,code.match.c)',
  '?or=(status.eq.a))(code.match.x)',
  '?or=(code.(match.x))',
  '?"code"=match.x',
  '?code=MATCH.x',
  '?code=',
  '?code=x',
])('the filter of %s is refused', (query) => {
  expect(check(rows + query)?.status).toBe(400)
})

test('functions of the database are called by POST alone, filtered as rows are', () => {
  expect(check('/rest/v1/rpc/match_memories?query=x')?.status).toBe(405)
  expect(check('/rest/v1/rpc/match_memories?content=match.x', { query: 'x' })?.status).toBe(400)
  expect(check('/rest/v1/rpc/match_memories?order=score', { query: 'x' })).toBeUndefined()
})

test('JSON is nested as deep as the log allows, also inside the text arguments of functions', () => {
  expect(check(rows, `{"result":${nested(510)}}`)).toBeUndefined()
  expect(check(rows, `{"result":${nested(7000)}}`)?.status).toBe(400)
  expect(check(rows, `{"a":"${'{\\"a\\":['.repeat(20)}","b":${nested(7000)}}`)?.status).toBe(400)
  const knowledge = (text: string) => check('/rest/v1/rpc/store_knowledge', { message: 'x', knowledge: text })
  expect(knowledge(nested(510))).toBeUndefined()
  expect(knowledge(`["${'['.repeat(7000)}"]`)).toBeUndefined()
  for (const text of [nested(7000), ` \n${nested(7000)}`, `{"a":${nested(7000)}}`, '['.repeat(7000)]) {
    expect(knowledge(text)?.status, text.slice(0, 20)).toBe(400)
  }
  const patterns = ['a', nested(7000)]
  expect(check('/rest/v1/rpc/list_conversations', { patterns })?.status).toBe(400)
})

test('what a script prints is text and not JSON: a row may have any of it', () => {
  expect(check(rows, { output: '['.repeat(100_000), code: 'x'.repeat(500_000) })).toBeUndefined()
})

test('text arguments are as long as the tool of their name allows, or 100,000 characters', () => {
  expect(check('/rest/v1/rpc/match_memories', { query: 'word '.repeat(200) })).toBeUndefined()
  expect(check('/rest/v1/rpc/match_memories', { query: 'word '.repeat(201) })?.status).toBe(400)
  const vector = JSON.stringify(Array.from({ length: 20_000 }, () => 0.123456))
  expect(check('/rest/v1/rpc/match_memories', { query: 'x', embedding: vector })).toBeUndefined()
  expect(check('/rest/v1/rpc/save_ai_endpoint', { base_url: 'x'.repeat(100_001) })?.status).toBe(400)
})

test('bodies that are no JSON are refused: forms and CSV would pass the checks of text arguments', () => {
  const match = '/rest/v1/rpc/match_memories'
  for (const path of [rows, match]) expect(check(path, 'no json')?.status).toBe(400)
  for (const type of ['application/x-www-form-urlencoded', 'text/csv', 'text/plain', 'application/jsonx']) {
    for (const path of [rows, match]) expect(check(path, 'query=a', 'POST', type)?.status, type).toBe(415)
  }
  for (const type of [null, 'application/json; charset=utf-8']) {
    expect(check(match, { query: 'x' }, 'POST', type), String(type)).toBeUndefined()
  }
})

test('a path is written plainly, as lite decodes others', () => {
  for (const path of ['%72pc/match_memories', 'rpc/match%5fmemories', 'mem%6fries', 'rpc/a/b', 'rpc%2fx']) {
    expect(check(`/rest/v1/${path}`, { query: 'x' })?.status, path).toBe(404)
  }
})

test('a request asks for a bounded number of things: lite takes more than the time of each', () => {
  const tree = (levels: number) => `?or=(${'and('.repeat(levels)}a.eq.1,b.eq.2${')'.repeat(levels)})`
  const flat = (conditions: number) => `?or=(${Array.from({ length: conditions }, () => 'a.eq.1').join()})`
  const columns = (count: number) => `?select=${Array.from({ length: count }, () => 'id').join()}`
  for (const fine of [tree(8), flat(60), columns(100), '?select=id,calls:eliza_tool_calls(id)']) {
    expect(check(rows + fine), fine.slice(0, 40)).toBeUndefined()
  }
  for (const query of [
    tree(11),
    tree(2000),
    flat(61),
    `?${Array.from({ length: 61 }, () => 'a=eq.1').join('&')}`,
    columns(302),
    `?select=result${'->a'.repeat(301)}`,
    `?order=result${'->a'.repeat(301)}`,
    `?select=${'a('.repeat(9)}id${')'.repeat(9)}`,
  ]) {
    expect(check(rows + query)?.status, query.slice(0, 40)).toBe(400)
  }
  const wide = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`k${index}`, 1]))
  const many = Array.from({ length: 5001 }, () => ({}))
  for (const body of [wide, [wide], many]) expect(check(rows, body)?.status).toBe(400)
  expect(check(rows, many.slice(1))).toBeUndefined()
  expect(check('/rest/v1/rpc/match_memories', wide)?.status).toBe(400)
})

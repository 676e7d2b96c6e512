import { describe, expect, test } from 'vitest'
import { pythonTree } from '../../../contract/run/workerProtocol.ts'
import { writeShown } from './shownValue.ts'
import { tableColumns, viewBundle } from './viewBundle.ts'

const view = (value: unknown) =>
  viewBundle({ 'application/json': JSON.stringify(value), 'text/plain': 'repr' }, 'Result')
const tableOf = (value: unknown) => {
  const form = view(value).find(({ name }) => name === 'Table')
  return form?.content.kind === 'table' ? form.content.table : undefined
}
const mapOf = (entries: object) => new Map(Object.entries(entries))
const names = (value: unknown) => view(value).map(({ name }) => name)

test.each([0, '', false, [], {}, null])('takes the falsy or empty value %j for a value', (value) => {
  const isDict = typeof value === 'object' && value !== null && !Array.isArray(value)
  expect(view(value)[0]).toMatchObject({ name: 'Tree', content: { value: isDict ? new Map() : value } })
  expect(tableOf(value)).toBeUndefined()
})

test('makes a table of a list of dicts with all their keys in order of appearance', () => {
  expect(tableOf([{ a: 1 }, { b: 2, a: 3 }])).toEqual({
    columns: ['a', 'b'],
    rows: [mapOf({ a: 1 }), mapOf({ b: 2, a: 3 })],
  })
  expect(names([{ a: 1 }])).toEqual(['Table', 'Tree', 'Text'])
})

test('shows a dict as a tree, and as a table of its columns or of its keys', () => {
  expect(names({ a: [1, 2], b: [3, 4] })).toEqual(['Tree', 'Table', 'Text'])
  expect(tableOf({ a: [1, 2], b: [3, 4] })).toEqual({
    columns: ['a', 'b'],
    rows: [mapOf({ a: 1, b: 3 }), mapOf({ a: 2, b: 4 })],
  })
  expect(tableOf({ a: [1, 2], b: [3] })?.columns).toEqual(['Key', 'Value'])
  expect(tableOf({ x: 1 })).toEqual({ columns: ['Key', 'Value'], rows: [mapOf({ Key: 'x', Value: 1 })] })
})

test.each([[[]], [[1, 2]], [[{ a: 1 }, null]], [[[1]]], [[{}]]])('makes no table of %j', (value) => {
  expect(tableOf(value)).toBeUndefined()
})

test('makes no table with more columns than anyone reads', () => {
  const row = (size: number) =>
    Object.fromEntries(Array.from({ length: size }, (_, index) => [`c${index}`, index]))
  expect(tableOf([row(tableColumns)])?.columns).toHaveLength(tableColumns)
  expect(tableOf([row(tableColumns + 1)])).toBeUndefined()
})

test('keeps a key named __proto__ a key like others', () => {
  const forms = viewBundle({ 'application/json': '[{"__proto__":{"x":1}}]', 'text/plain': '' }, 'Result')
  expect(forms[0].content).toMatchObject({ table: { columns: ['__proto__'] } })
})

test('shows of a string the text itself, with its line breaks, and its repr', () => {
  const [tree, text, repr] = view('one\n"two"')
  expect(tree).toMatchObject({ name: 'Tree', data: '"one\\n\\"two\\""' })
  expect(text).toMatchObject({
    name: 'Text',
    content: { kind: 'text', source: 'one\n"two"' },
    data: 'one\n"two"',
    fileName: 'result.txt',
  })
  expect(repr).toMatchObject({ name: 'Repr', content: { source: 'repr' } })
})

describe('shows values as Python wrote them', () => {
  const of = (json: string, tree?: string) =>
    viewBundle(
      {
        'application/json': json,
        ...(tree === undefined ? {} : { [pythonTree]: tree }),
        'text/plain': 'repr',
      },
      'Result',
    )
  const cellsOf = (forms: ReturnType<typeof of>) => {
    const content = forms.find(({ name }) => name === 'Table')?.content
    if (content?.kind !== 'table') return undefined
    const { columns, rows } = content.table
    return [columns, ...rows.map((row) => columns.map((name) => writeShown(row.get(name) ?? null)))]
  }
  const treeOf = (forms: ReturnType<typeof of>) => {
    const content = forms.find(({ name }) => name === 'Tree')?.content
    return content?.kind === 'tree' ? writeShown(content.value) : undefined
  }

  test('keys in their order, and numbers with their digits and their form', () => {
    const json = '[{"2031":5.0,"2029":-0.0,"b":9007199254740993,"a":1e+22}]'
    const forms = of(json)
    expect(treeOf(forms)).toBe(json)
    expect(cellsOf(forms)).toEqual([
      ['2031', '2029', 'b', 'a'],
      ['5.0', '-0.0', '9007199254740993', '1e+22'],
    ])
    expect(forms.map(({ name, data }) => [name, data])).toEqual([
      ['Table', json],
      ['Tree', json],
      ['Text', 'repr'],
    ])
  })

  test.each([
    ['{"a":1,"b":{"$":"nan"}}', '{"a":1,"b":nan}'],
    ['{"$":["Point",["x","y"],[1,2.0]]}', 'Point(x=1, y=2.0)'],
    ['{"$":["dict",["2031","(1, 2)"],["a",{"$":"b\'x\'"}]]}', '{2031: "a", (1, 2): b\'x\'}'],
    ['[{"$":["tuple",[1]]},{"$":["set",[]]},{"$":["deque",[2]]}]', '[(1,),set(),deque(2)]'],
    ['{"$":["dict",["$"],["x"]]}', '{$: "x"}'],
    // What Python does not write is shown as it is.
    ['{"$":1,"a":2}', '{"$":1,"a":2}'],
    ['{"$":[1,[2]]}', '{"$":[1,[2]]}'],
    ['{"$":["P",["x"],[1,2]]}', '{"$":["P",["x"],[1,2]]}'],
    ['{"$":{"$":"x"}}', '{"$":x}'],
  ])('Python’s own values of %s', (tree, shown) => {
    expect(treeOf(of('0', tree))).toBe(shown)
  })

  test('a table of NamedTuples, and of dicts that hold what JSON does not', () => {
    const forms = of(
      '0',
      '[{"$":["P",["x","y"],[1,{"$":"nan"}]]},{"$":["dict",["x","2"],[2.0,{"$":"date"}]]}]',
    )
    expect(cellsOf(forms)).toEqual([
      ['x', 'y', '2'],
      ['1', 'nan', 'null'],
      ['2.0', 'null', 'date'],
    ])
    // Two columns of one name would lose one.
    expect(cellsOf(of('0', '[{"$":["dict",["x","x"],[1,2]]}]'))).toBeUndefined()
  })

  test('the text alone where a script has put something else in the place of its JSON', () => {
    for (const json of ['{1:2}', '', '[', 'NaN'])
      expect(of(json).map(({ name, data }) => [name, data])).toEqual([['Text', 'repr']])
  })
})

test('shows the repr where there is no JSON', () => {
  expect(viewBundle({ 'text/plain': "b'x'" }, 'Result')).toEqual([
    {
      name: 'Text',
      content: { kind: 'text', source: "b'x'" },
      data: "b'x'",
      mediaType: 'text/plain',
      fileName: 'result.txt',
    },
  ])
})

test('shows the form that says most first, and images as data alone', () => {
  const forms = viewBundle(
    {
      'image/jpeg': '/9j/',
      'image/png': 'iVBO',
      'image/svg+xml': '<svg onload="x"/>\ud800',
      'text/latex': '$x$',
      'text/markdown': '*x*',
      'text/html': '<b>',
      'text/plain': 'x',
    },
    'Display',
  )
  expect(forms.map(({ name }) => name)).toEqual(['HTML', 'Markdown', 'LaTeX', 'SVG', 'PNG', 'JPEG', 'Text'])
  const urls = forms.flatMap(({ content }) => (content.kind === 'image' ? [content.url] : []))
  expect(urls).toEqual([
    'data:image/svg+xml;charset=utf-8,%3Csvg%20onload%3D%22x%22%2F%3E%EF%BF%BD',
    'data:image/png;base64,iVBO',
    'data:image/jpeg;base64,/9j/',
  ])
})

test('plays audio, and shows what only claims to be some as it is', () => {
  const audio = { audio_base64: 'UklGRg==', media_type: 'audio/wav', voice: 'alloy' }
  expect(names(audio)).toEqual(['Audio', 'Tree', 'Text'])
  expect(view(audio)[0]).toMatchObject({
    content: { kind: 'audio', url: 'data:audio/wav;base64,UklGRg==' },
    fileName: 'result.wav',
  })
  for (const wrong of [
    { media_type: 'text/html' },
    { media_type: 'audio/wav,<script>' },
    { audio_base64: '" onerror="alert(1)' },
    { audio_base64: 7 },
  ])
    expect(names({ ...audio, ...wrong })).not.toContain('Audio')
})

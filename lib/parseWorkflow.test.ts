import { expect, test } from 'vitest'
import { parseWorkflow } from './parseWorkflow.ts'

const source = `# ---
# title: Hello, world: first steps
# summary: Prints a line.
# tags: start, print
# tools: get_mining_stats,browse_web
# ---

# A comment of the script itself.
print('hello')
`

test('reads the header and leaves the code as it is', () => {
  expect(parseWorkflow('/workflows/hello_world.py', source)).toEqual({
    id: 'hello_world',
    title: 'Hello, world: first steps',
    summary: 'Prints a line.',
    tags: ['start', 'print'],
    tools: ['get_mining_stats', 'browse_web'],
    code: "# A comment of the script itself.\nprint('hello')\n",
  })
})

test('reads a header with Windows line ends', () => {
  const workflow = parseWorkflow('/workflows/a.py', source.replaceAll('\n', '\r\n'))
  expect(workflow.title).toBe('Hello, world: first steps')
  expect(workflow.tools).toEqual(['get_mining_stats', 'browse_web'])
})

test('presents a file without a header by its name and keeps all of it', () => {
  const workflow = parseWorkflow('/workflows/02_data-transformation.py', 'x = 1\n')
  expect(workflow).toMatchObject({
    title: 'Data transformation',
    summary: '',
    tags: [],
    tools: [],
    code: 'x = 1\n',
  })
})

test('takes a header that is never closed for code', () => {
  const open = '# ---\n# title: No end\nprint(1)\n# ---\n'
  expect(parseWorkflow('/workflows/open.py', open)).toMatchObject({ title: 'Open', code: open })
})

test('a line of spaces takes no more time than any other', () => {
  const began = performance.now()
  const source = `# ---\n# title: a${' '.repeat(300_000)}b \n# ---\n1`
  expect(parseWorkflow('x.py', source).title).toHaveLength(300_002)
  expect(performance.now() - began).toBeLessThan(10_000)
})

import { expect, test } from 'vitest'
import { v4 as newId } from 'uuid'
import { chatMetadata, type ChatMessage, type ChatPart, type Conversation } from '../../contract/chat/chat.ts'
import { exportMarkdown } from './exportMarkdown.ts'

const time = '2026-11-20T10:00:00.000Z'
const conversation: Conversation = {
  id: newId(),
  title: 'Primes\nup to ten',
  python_first: true,
  metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
  created_at: time,
  updated_at: time,
}
const message = (role: ChatMessage['role'], parts: ChatPart[], metadata: object = {}): ChatMessage => ({
  id: newId(),
  role,
  parts,
  metadata: chatMetadata.parse(metadata),
  created_at: time,
})
const text = (words: string): ChatPart => ({ type: 'text', text: words })
const step = (code: string, output: object): ChatPart => ({
  type: 'tool-execute_python',
  toolCallId: newId(),
  state: 'output-available',
  input: { code },
  output: {
    ok: true,
    stdout: '',
    result: null,
    error: null,
    artifacts: [],
    ms: 1,
    execution_id: 'e',
    ...output,
  },
})

test('a conversation reads as its turns, with code, output, result, what was shown, and who answered', () => {
  const usage = null
  const answer = message(
    'assistant',
    [
      { type: 'step-start' },
      text('I count.'),
      step('print(2)\n[2, 3]', { stdout: '2\n', result: '[2, 3]', artifacts: ['image/png'] }),
      { type: 'step-start' },
      text('2 and 3.'),
    ],
    { steps: [1, 2].map(() => ({ provider: 'openai', model: 'gpt-x', usage })) },
  )
  expect(exportMarkdown(conversation, [message('user', [text('Which?')]), answer])).toBe(`# Primes up to ten

## You

_${time}_

Which?

## Assistant

_${time} · OpenAI, gpt-x_

I count.

\`\`\`python
print(2)
[2, 3]
\`\`\`

Output:

\`\`\`text
2
\`\`\`

Result:

\`\`\`text
[2, 3]
\`\`\`

Shown: \`image/png\`

2 and 3.
`)
})

test('code that holds fences stands in a longer one', () => {
  const code = 'print("""\n````\n""")'
  expect(exportMarkdown(conversation, [message('assistant', [step(code, {})])])).toContain(
    `\n\`\`\`\`\`python\n${code}\n\`\`\`\`\`\n`,
  )
})

test.each([
  ['```python\nprint(1)', '```python\nprint(1)\n```\n\n## You'],
  ['~~~~\nprint(1)\n~~~', '~~~~\nprint(1)\n~~~\n~~~~\n\n## You'],
  ['```\na\n```\nwords', '```\na\n```\nwords\n\n## You'],
  ['``` not ``` a fence', '``` not ``` a fence\n\n## You'],
])('a fence that an answer left open is closed: %j', (words, written) => {
  const messages = [message('assistant', [text(words)]), message('user', [text('next')])]
  expect(exportMarkdown(conversation, messages)).toContain(written)
})

test('what failed, broke off, waits or was never run says so', () => {
  const failed: ChatPart = {
    type: 'tool-execute_python',
    toolCallId: 'c',
    state: 'output-error',
    input: { code: 5 },
    errorText: 'That is no code.',
  }
  const written = exportMarkdown(conversation, [
    message('assistant', [failed, step('1/0', { ok: false, error: 'ZeroDivisionError' })], {
      state: 'failed',
      error: { code: 'backend-unreachable', message: 'The backend is away.' },
    }),
    message('assistant', [text('Half')], { state: 'cut-off' }),
    message('user', [text('More')], { state: 'waiting' }),
  ])
  for (const said of [
    'That is no code.',
    'Error:',
    '_The backend is away._',
    '_The model broke off here._',
    '_Not answered yet._',
  ])
    expect(written).toContain(said)
})

test('without a model it says what matched, and that this is no answer', () => {
  const matches = { matches: [{ id: 'fetch-weather', score: 2 }] }
  const parts: ChatPart[] = [{ type: 'data-workflow-matches', data: matches }]
  const written = exportMarkdown({ ...conversation, title: ' ' }, [
    message('assistant', parts, { answered_by: 'library' }),
  ])
  expect(written).toContain('# Conversation\n')
  expect(written).toContain('the workflow library')
  expect(written).toContain('a match, not an answer')
  expect(written).toContain('- `fetch-weather`')
})

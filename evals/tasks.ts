/** The tasks of the chat. `e2e/chatTasks.test.ts` runs them with the scripted model, `npm run eval` with a live one. */
import assert from 'node:assert/strict'
import { chatLimits } from '../contract/chat/chat.ts'
import type { Asked, AskedTurn } from '../dev/twins/readAsked.ts'
import type { ChatTask } from './ChatTask.ts'

const lastOf = (asked: readonly Asked[]): Asked => {
  const last = asked.at(-1)
  assert(last, 'no model was asked')
  return last
}
/** The observations in the model's last request, as text. */
const observed = (asked: readonly Asked[]): string[] =>
  lastOf(asked)
    .turns.flatMap(({ results }) => results)
    .map((result) => (typeof result === 'string' ? result : JSON.stringify(result)))
const turnOf = (asked: readonly Asked[], role: AskedTurn['role']): AskedTurn => {
  const turn = lastOf(asked).turns.findLast((one) => one.role === role)
  assert(turn, `no turn of ${role} was sent`)
  return turn
}

const completed = { status: 'completed' } as const
const raised = { status: 'failed', errorCode: 'exception' } as const

const plain: readonly ChatTask[] = [
  {
    id: 'words-alone',
    title: 'an answer that needs no Python is given in words',
    says: ['Hello, who are you?'],
    model: [{ text: 'I am **Eliza**, and I think in Python.' }],
    expects: {
      answer: /I am Eliza, and I think in Python\./,
      executions: [],
      requests: 1,
      sent: (asked) => {
        const { instructions, tools, turns } = lastOf(asked)
        assert.deepEqual(tools, ['execute_python'])
        assert.match(instructions, /browse_web\(/)
        assert.equal(turns.at(-1)?.text, 'Hello, who are you?')
      },
    },
    live: { answer: /eliza|assistant|python/i, executions: 0 },
  },
  {
    id: 'python-off',
    title: 'without python-first the model has no tool',
    says: ['Hello'],
    pythonFirst: false,
    model: [{ text: 'Hello to you.' }],
    expects: {
      answer: /Hello to you\./,
      executions: [],
      requests: 1,
      sent: (asked) => assert.deepEqual(lastOf(asked).tools, []),
    },
    live: { answer: /hello|hi\b|help/i, executions: 0 },
  },
  {
    id: 'history',
    title: 'a second message is answered with the first turn before it',
    says: ['Compute 6 * 7.', 'And what did you compute?'],
    model: [{ python: '6 * 7' }, { text: 'It is 42.' }, { text: 'Six times seven.' }],
    expects: {
      answer: /Six times seven\./,
      executions: [{ ...completed, result: 42 }],
      requests: 3,
      sent: (asked) => {
        const texts = lastOf(asked).turns.map(({ role, text }) => [role, text])
        assert.deepEqual(texts[0], ['user', 'Compute 6 * 7.'])
        assert(texts.some(([role, text]) => role === 'assistant' && text === 'It is 42.'))
        assert.match(observed(asked)[0] ?? '', /42/)
      },
    },
    live: { answer: /42|6 ?[*×] ?7|six times seven/i, executions: 0 },
  },
]

const python: readonly ChatTask[] = [
  {
    id: 'calculation',
    title: 'a calculation is done in Python and its result told to the model',
    says: ['What is the sum of all whole numbers from 1 to 100?'],
    model: [{ python: 'sum(range(101))' }, { text: 'The sum is 5050.' }],
    expects: {
      answer: /The sum is 5050\./,
      executions: [{ ...completed, result: 5050 }],
      requests: 2,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /5050/),
    },
    live: { answer: /5,?050/, executions: 1 },
  },
  {
    id: 'several-steps',
    title: 'variables of one step are there in the next, and the model is told of them',
    says: ['Make a list of the squares below 50, then add them up.'],
    model: [
      { python: 'squares = [n * n for n in range(8)]' },
      { python: 'print(squares)\nsum(squares)' },
      { text: 'They add up to 140.' },
    ],
    expects: {
      answer: /add up to 140/,
      executions: [completed, { ...completed, result: 140, output: /\[0, 1, 4, 9, 16, 25, 36, 49\]/ }],
      requests: 3,
      sent: (asked) => assert.match(lastOf(asked).instructions, /squares/),
    },
    live: { answer: /140/, executions: 1 },
  },
  {
    id: 'repair',
    title: 'an error is told to the model with its line, and repaired',
    says: ['How long is the word Donaudampfschiff?'],
    model: [
      { python: 'word = "Donaudampfschiff"\nlen(wrod)' },
      { text: 'I misspelled it.', python: 'len(word)' },
      { text: 'It has 16 letters.' },
    ],
    expects: {
      answer: /It has 16 letters\./,
      executions: [raised, { ...completed, result: 16 }],
      requests: 3,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /line 2[\s\S]*NameError.*wrod/),
    },
    live: { answer: /\b16\b/, executions: 1 },
  },
  {
    id: 'syntax-error',
    title: 'code that is no Python is an error like any other',
    says: ['Count to three.'],
    model: [
      { python: 'for n in range(3)\n    print(n)' },
      { python: 'for n in range(3):\n    print(n + 1)' },
      { text: 'One, two, three.' },
    ],
    expects: {
      answer: /One, two, three\./,
      executions: [raised, { ...completed, output: /1\n2\n3/ }],
      requests: 3,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /SyntaxError/),
    },
    live: { answer: /three|3/i, executions: 0 },
  },
  {
    id: 'falsy-result',
    title: 'zero, an empty text and nothing are told as what they are',
    says: ['Subtract 7 from 7.'],
    model: [{ python: '7 - 7' }, { python: '""' }, { python: 'None' }, { text: 'It is 0.' }],
    expects: {
      answer: /It is 0\./,
      executions: [{ ...completed, result: 0 }, { ...completed, result: '' }, completed],
      requests: 4,
      sent: (asked) => {
        const [zero = '', blank = '', nothing = ''] = observed(asked)
        assert.match(zero, /"result":"0"/)
        assert.match(blank, /"result":"\\"\\""/)
        assert.match(nothing, /"result":null/)
      },
    },
    live: { answer: /\b0\b|zero/i, executions: 0 },
  },
  {
    id: 'shown-to-the-person',
    title: 'what is shown to the person is named to the model, not sent',
    says: ['Show me a red word.'],
    model: [
      {
        python:
          'class Red:\n    def _repr_html_(self):\n        return "<b style=color:red>secretly red</b>"\ndisplay(Red())',
      },
      { text: 'There it is.' },
    ],
    expects: {
      answer: /There it is\./,
      executions: [completed],
      requests: 2,
      sent: (asked) => {
        const [seen = ''] = observed(asked)
        assert.match(seen, /text\/html/)
        assert.doesNotMatch(seen, /secretly red/)
      },
    },
  },
  {
    id: 'exit',
    title: 'a script that ends itself is told with its exit code',
    says: ['Leave.'],
    model: [{ python: 'import sys\nsys.exit(3)' }, { text: 'It left with 3.' }],
    expects: {
      answer: /It left with 3\./,
      executions: [{ status: 'failed', errorCode: 'exited' }],
      requests: 2,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /3/),
    },
  },
  {
    id: 'endless-loop',
    title: 'a loop without end is ended by the time limit, and the model told so',
    says: ['Wait for ever.'],
    runSeconds: 1,
    model: [{ python: 'while True:\n    pass' }, { text: 'That would never have ended.' }],
    expects: {
      answer: /never have ended/,
      executions: [{ status: 'failed', errorCode: 'timed-out' }],
      requests: 2,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /1 s/),
    },
  },
  {
    id: 'huge-output',
    title: 'of a huge output the model gets head and tail, and the log all of it',
    says: ['Print a lot.'],
    model: [{ python: 'for n in range(20000):\n    print(f"line {n}")' }, { text: 'That was a lot.' }],
    expects: {
      answer: /That was a lot\./,
      executions: [{ ...completed, output: /line 0\n[\s\S]*line 10000\n[\s\S]*line 19999\n$/ }],
      requests: 2,
      sent: (asked) => {
        const [seen = ''] = observed(asked)
        assert(seen.length < chatLimits.observationCharacters * 1.5, `${seen.length} characters`)
        assert.match(seen, /line 0\\n.*characters left out.*line 19999/)
      },
    },
  },
  {
    id: 'two-calls',
    title: 'two calls in one answer run one after the other',
    says: ['Do two things.'],
    model: [{ python: ['first = 20', 'first + 22'] }, { text: 'Done: 42.' }],
    expects: {
      answer: /Done: 42\./,
      executions: [completed, { ...completed, result: 42 }],
      requests: 2,
      sent: (asked) => assert.equal(observed(asked).length, 2),
    },
  },
  {
    id: 'words-and-code',
    title: 'words before the code are shown and kept',
    says: ['How many days has a leap year?'],
    model: [
      { text: 'Let me compute that.', python: 'import calendar\n365 + calendar.isleap(2028)' },
      { text: 'It has 366 days.' },
    ],
    expects: {
      answer: /Let me compute that\.[\s\S]*It has 366 days\./,
      executions: [{ ...completed, result: 366 }],
      requests: 2,
      sent: (asked) => assert(lastOf(asked).turns.some(({ text }) => text === 'Let me compute that.')),
    },
    live: { answer: /366/, executions: 0 },
  },
]

const tools: readonly ChatTask[] = [
  {
    id: 'parallel-tools',
    title: 'tools are called in parallel from one script',
    says: ['What do I know, and what does the pool do?'],
    model: [
      {
        python:
          'stats, notes = await asyncio.gather(tools.get_mining_stats(), tools.match_memories("pool"))\nprint(stats["scope"], len(notes))',
      },
      { text: 'The pool works.' },
    ],
    expects: {
      answer: /The pool works\./,
      executions: [{ ...completed, output: /pool \d/ }],
      calls: [
        { tool: 'get_mining_stats', status: 'completed' },
        { tool: 'match_memories', status: 'completed' },
      ],
      requests: 2,
    },
    live: { answer: /./, executions: 1 },
  },
  {
    id: 'allowed-tool',
    title: 'a call that writes waits for the person and is then made once',
    says: ['Remember that I like tea.'],
    model: [{ python: 'await tools.remember("The person likes tea.")' }, { text: 'I shall remember.' }],
    acts: [{ when: 'call-asks', act: 'allow' }],
    expects: {
      answer: /I shall remember\./,
      executions: [completed],
      calls: [{ tool: 'remember', status: 'completed' }],
      requests: 2,
    },
    live: { answer: /tea|remember/i, executions: 1 },
  },
  {
    id: 'denied-tool',
    title: 'a denied call raises ToolDenied, and the model is told',
    says: ['Remember that I like coffee.'],
    model: [
      { python: 'await tools.remember("The person likes coffee.")' },
      { text: 'You did not want that kept, so I did not.' },
    ],
    acts: [{ when: 'call-asks', act: 'deny' }],
    expects: {
      answer: /so I did not/,
      executions: [raised],
      calls: [{ tool: 'remember', status: 'failed' }],
      requests: 2,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /ToolDenied/),
    },
  },
  {
    id: 'allowed-from-now-on',
    title: 'a tool that is always allowed in a conversation is not asked about again',
    says: ['Remember two things.'],
    model: [
      { python: 'await tools.remember("One.")' },
      { python: 'await tools.remember("Two.")' },
      { text: 'Both are kept.' },
    ],
    acts: [{ when: 'call-asks', act: 'always' }],
    expects: {
      answer: /Both are kept\./,
      executions: [completed, completed],
      calls: [
        { tool: 'remember', status: 'completed' },
        { tool: 'remember', status: 'completed' },
      ],
      requests: 3,
    },
  },
  {
    id: 'wrong-tool-arguments',
    title: 'wrong arguments of a tool are refused before any call, and repaired',
    says: ['Read a page.'],
    model: [
      { python: 'await tools.match_memories(query=5)' },
      { python: 'len(await tools.match_memories("anything at all"))' },
      { text: 'Nothing is known of it.' },
    ],
    expects: {
      answer: /Nothing is known of it\./,
      executions: [raised, completed],
      calls: [
        { tool: 'match_memories', status: 'failed' },
        { tool: 'match_memories', status: 'completed' },
      ],
      requests: 3,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /ToolInputError/),
    },
  },
]

const loops: readonly ChatTask[] = [
  {
    id: 'eight-steps',
    title: 'a model that never comes to an end gets its last answer without Python',
    says: ['Go on.'],
    model: [
      ...Array.from({ length: chatLimits.steps - 1 }, (_, n) => ({ python: `${n}` })),
      { text: 'I come to an end.' },
    ],
    expects: {
      answer: /I come to an end\./,
      executions: Array.from({ length: chatLimits.steps - 1 }, () => completed),
      requests: chatLimits.steps,
      sent: (asked) => {
        assert.deepEqual(asked.at(-2)?.tools, ['execute_python'])
        assert.deepEqual(lastOf(asked).tools, [])
      },
    },
  },
  {
    id: 'identical-errors',
    title: 'after three errors alike there is no more Python',
    says: ['Try it.'],
    model: [
      { python: 'missing' },
      { python: 'missing ' },
      { python: '\nmissing' },
      { text: 'It cannot be done.' },
    ],
    expects: {
      answer: /It cannot be done\./,
      executions: [raised, raised, raised],
      requests: 4,
      sent: (asked) => assert.deepEqual(lastOf(asked).tools, []),
    },
  },
  {
    id: 'unknown-tool',
    title: 'a model that calls a tool it does not have is told, and goes on',
    says: ['Read example.com.'],
    model: [
      { call: { name: 'browse_web', arguments: { url: 'https://example.com' } } },
      { text: 'I may not do that directly.' },
    ],
    expects: {
      answer: /I may not do that directly\./,
      executions: [],
      requests: 2,
      sent: (asked) =>
        assert(
          lastOf(asked).turns.some(({ role }) => role === 'tool'),
          'nothing was told',
        ),
    },
  },
  {
    id: 'call-without-code',
    title: 'a call without code is told, and repaired',
    says: ['What is 2 + 2?'],
    model: [
      { call: { name: 'execute_python', arguments: { script: '2 + 2' } } },
      { python: '2 + 2' },
      { text: 'It is 4.' },
    ],
    expects: {
      answer: /It is 4\./,
      executions: [{ ...completed, result: 4 }],
      requests: 3,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /code/),
    },
  },
  {
    id: 'tier-change',
    title: 'another provider goes on in the middle of a turn',
    says: ['What is 3 * 3?'],
    model: [{ python: '3 * 3' }, { failing: { openai: 'is-overloaded' }, text: 'It is 9.' }],
    expects: {
      answer: /It is 9\./,
      executions: [{ ...completed, result: 9 }],
      requests: 3,
      sent: (asked) =>
        assert.match(turnOf(asked, 'tool').results.map(String).join('') + observed(asked)[0], /9/),
    },
    live: { answer: /\b9\b|nine/i, executions: 0 },
  },
  {
    id: 'all-fail-midway',
    title: 'when no provider answers in the middle of a turn, what was done stands',
    says: ['What is 4 * 4?'],
    model: [
      { python: '4 * 4' },
      {
        failing: {
          openai: 'fails',
          gemini: 'fails',
          deepseek: 'fails',
          kimi: 'fails',
          'wan-ai': 'fails',
          compatible: 'fails',
        },
      },
    ],
    expects: {
      answer: /No AI provider answered/,
      state: 'failed',
      executions: [{ ...completed, result: 16 }],
      requests: 7,
    },
  },
]

const endings: readonly ChatTask[] = [
  {
    id: 'cut-off',
    title: 'a stream that breaks off keeps its words and is gone on with',
    says: ['Tell me a story.'],
    model: [
      { text: 'Once upon a time there was a very small', isCutOff: true },
      { text: ' snake that learned to program.' },
    ],
    acts: [{ when: 'cut-off', act: 'continue' }],
    expects: {
      answer: /Once upon a time .*snake that learned to program\./,
      executions: [],
      requests: 2,
      sent: (asked) => assert.match(turnOf(asked, 'assistant').text, /^Once upon a time/),
    },
  },
  {
    id: 'cut-off-code',
    title: 'code that breaks off is not run',
    says: ['Compute something.'],
    model: [
      { text: 'Let me see. ', python: 'print("this must be whole")', isCutOff: true },
      { python: '1 + 1' },
      { text: 'It is 2.' },
    ],
    acts: [{ when: 'cut-off', act: 'continue' }],
    expects: {
      answer: /It is 2\./,
      executions: [{ ...completed, result: 2 }],
      requests: 3,
    },
  },
  {
    id: 'out-of-tokens',
    title: 'an answer at its limit of tokens can be gone on with',
    says: ['Count.'],
    model: [{ text: 'One, two,', ends: 'length' }, { text: ' three.' }],
    acts: [{ when: 'cut-off', act: 'continue' }],
    expects: { answer: /One, two, three\./, executions: [], requests: 2 },
  },
  {
    id: 'stop-before-a-word',
    title: 'stopping before the first word ends the request on the wire',
    says: ['Think long.'],
    model: [{ waitsFor: new Promise(() => {}), text: 'Too late.' }],
    acts: [{ when: 'asked', act: 'stop' }],
    expects: { answer: /^(?![\s\S]*Too late)/, executions: [], requests: 1 },
  },
  {
    id: 'stop-in-words',
    title: 'stopping in the middle of an answer keeps its words',
    says: ['Talk.'],
    model: [{ text: 'Words and words and words and words and words.', hangs: true }],
    acts: [{ when: 'text', act: 'stop' }],
    expects: { answer: /Words and words/, state: 'stopped', executions: [], requests: 1 },
  },
  {
    id: 'stop-in-python',
    title: 'stopping while Python computes ends it, and no model is asked again',
    says: ['Compute for ever.'],
    model: [{ python: 'n = 0\nwhile True:\n    n += 1' }, { text: 'Never said.' }],
    acts: [{ when: 'running', act: 'stop' }],
    expects: {
      answer: /^(?![\s\S]*Never said)/,
      state: 'stopped',
      executions: [{ status: 'failed', errorCode: 'stopped' }],
      requests: 1,
    },
  },
  {
    id: 'stop-in-a-tool',
    title: 'stopping while a tool is waited for ends its request',
    says: ['Wait for a tool.'],
    model: [{ python: 'await tools.invoke_function("waits", {"ms": 20_000})' }, { text: 'Never said.' }],
    acts: [
      { when: 'call-asks', act: 'allow' },
      { when: 'call-pending', act: 'stop' },
    ],
    expects: {
      answer: /^(?![\s\S]*Never said)/,
      state: 'stopped',
      executions: [{ status: 'failed', errorCode: 'stopped' }],
      calls: [{ tool: 'invoke_function', status: 'cancelled' }],
      requests: 1,
    },
  },
  {
    id: 'after-a-stop',
    title: 'after a stop the conversation goes on, and knows what was stopped',
    says: ['Compute for ever.', 'Then just say hello.'],
    model: [{ python: 'kept = 1\nwhile True:\n    kept += 1' }, { text: 'Hello.' }],
    acts: [{ when: 'running', act: 'stop' }],
    expects: {
      answer: /Hello\./,
      executions: [{ status: 'failed', errorCode: 'stopped' }],
      requests: 2,
      sent: (asked) => assert.match(observed(asked)[0] ?? '', /stopped/i),
    },
  },
]

export const chatTasks: readonly ChatTask[] = [...plain, ...python, ...tools, ...loops, ...endings]

import { expect, test } from 'vitest'
import { chatLimits, chatMetadata, type ChatPart, type Observation } from './chat.ts'
import { addAnswer, loopEnd, needsNextStep, stepsOf, trimObservation } from './chatLoop.ts'

const seen: Observation = {
  ok: true,
  stdout: '',
  result: '1',
  error: null,
  artifacts: [],
  ms: 1,
  execution_id: 'x',
}
const step = (output: Partial<Observation> = {}): ChatPart[] => [
  { type: 'step-start' },
  {
    type: 'tool-execute_python',
    toolCallId: 'a',
    state: 'output-available',
    input: { code: '1' },
    output: { ...seen, ...output },
  },
]
const failed = (error: string) => step({ ok: false, result: null, error })
const waiting: ChatPart = {
  type: 'tool-execute_python',
  toolCallId: 'b',
  state: 'input-available',
  input: { code: '2' },
}

test('a turn goes on until its last answer but one, and that one is in words', () => {
  const steps = (count: number) => Array.from({ length: count }, () => step()).flat()
  expect(loopEnd([])).toBe(null)
  expect(loopEnd(steps(chatLimits.steps - 2))).toBe(null)
  expect(loopEnd(steps(chatLimits.steps - 1))).toBe('steps')
})

test('errors are alike by what was raised, wherever in the code that was', () => {
  const at = (line: number) => failed(`Traceback:\n  File "step${line}.py", line ${line}\nNameError: x\n`)
  expect(loopEnd([...at(1), ...at(2)])).toBe(null)
  expect(loopEnd([...at(1), ...at(2), ...at(3)])).toBe('identical-errors')
  expect(loopEnd([...at(1), ...failed('ValueError: x'), ...at(3)])).toBe(null)
  expect(loopEnd([...at(1), ...at(2), ...step()])).toBe(null)
})

test('what no model answered is no step, and the step before still waits for one', () => {
  const refused: ChatPart[] = [
    { type: 'step-start' },
    {
      type: 'data-attempt',
      data: {
        provider: 'openai',
        model: 'm',
        ok: false,
        failure: 'server-error',
        reason: '',
        status: 500,
        duration_ms: 1,
      },
    },
  ]
  expect(stepsOf([...step(), ...refused])).toBe(1)
  expect(needsNextStep([...step(), ...refused])).toBe(true)
})

test('the model is asked again when all of its calls have been observed', () => {
  expect(needsNextStep(step())).toBe(true)
  expect(needsNextStep([...step(), waiting])).toBe(false)
  expect(needsNextStep([...step(), { type: 'step-start' }, { type: 'text', text: 'One.' }])).toBe(false)
})

test('the metadata of a message gathers that of its answers', () => {
  const told = { provider: 'openai', model: 'm', usage: null }
  const empty = chatMetadata.parse({ state: 'writing' })
  const one = addAnswer(empty, { step: told, complete: true })
  expect(one).toMatchObject({ state: 'writing', steps: [told] })
  expect(addAnswer(one, { step: told, complete: false })).toMatchObject({
    state: 'cut-off',
    steps: [told, told],
  })
  expect(addAnswer(one, { anything: 1 })).toBe(one)
})

test('an observation keeps head and tail of what is long, and is never much longer than its limit', () => {
  const long = 'x'.repeat(50_000)
  const { stdout, result, error } = trimObservation({ ...seen, stdout: long, result: long, error: long })
  const all = stdout.length + (result ?? '').length + (error ?? '').length
  expect(all).toBeLessThan(chatLimits.observationCharacters * 1.3)
  expect(result).toMatch(/^x+\n… [\d,]+ characters left out; the execution log has them …\nx+$/)
  expect(trimObservation(seen)).toEqual(seen)
})

test('what was trimmed once is not trimmed again: the page and the function both do it', () => {
  const long = 'x'.repeat(50_000)
  for (const texts of [{ stdout: long }, { stdout: long, result: long, error: long }]) {
    const once = trimObservation({ ...seen, ...texts })
    expect(trimObservation(once)).toEqual(once)
    expect(once.stdout).toMatch(/4\d,\d{3} characters left out/)
  }
})

import { expect, test, vi } from 'vitest'
import type { ChatMessage, Observation } from '../../contract/chat/chat.ts'
import { createStepRuns, type StepToRun } from './createStepRuns.ts'
import { newMessage } from './newMessage.ts'

const seen: Observation = {
  ok: true,
  stdout: 'ran\n',
  result: null,
  error: null,
  artifacts: [],
  ms: 1,
  execution_id: 'e1',
}
const { signal } = new AbortController()

function open() {
  let message: ChatMessage | undefined = newMessage('assistant', [{ type: 'text', text: 'Look:' }], [])
  const messageId = message.id
  const runCode = vi.fn<(step: StepToRun) => Promise<Observation>>(async () => seen)
  const onRunning = vi.fn<() => void>()
  const runs = createStepRuns({
    library: { read: async (id) => (id === 'hello' ? { title: 'Hello', code: 'print("hello")' } : null) },
    find: (id) => (message?.id === id ? message : undefined),
    put: (next) => (message = next),
    runCode,
    onRunning,
  })
  return { runs, runCode, onRunning, messageId, read: () => message, remove: () => (message = undefined) }
}

test('a step that is run again is noted beside the step, which stays', async () => {
  const { runs, runCode, onRunning, messageId, read } = open()
  await runs.rerun(messageId, 's1', 'print(1)', signal)
  await runs.rerun(messageId, 's2', 'print(2)', signal)
  expect(runCode.mock.calls[0]).toEqual([
    { toolCallId: 's1', input: { code: 'print(1)' }, messageId, signal, isRerun: true },
  ])
  expect(onRunning).toHaveBeenCalledTimes(2)
  expect(read()?.parts).toHaveLength(1)
  expect(read()?.metadata.reruns).toEqual({
    s1: { code: 'print(1)', execution_id: 'e1' },
    s2: { code: 'print(2)', execution_id: 'e1' },
  })
})

test('a message that is removed while its step runs does not come back', async () => {
  const { runs, runCode, messageId, read, remove } = open()
  runCode.mockImplementationOnce(async () => {
    remove()
    return seen
  })
  await runs.rerun(messageId, 's1', 'print(1)', signal)
  expect(read()).toBeUndefined()
})

test('a workflow becomes a step of the message, and keeps what came of it', async () => {
  const { runs, runCode, messageId, read } = open()
  let partsMeanwhile: unknown
  runCode.mockImplementationOnce(async () => {
    partsMeanwhile = read()?.parts
    return seen
  })
  await runs.runMatch(messageId, 'hello', signal)
  const step = { type: 'tool-execute_python', input: { code: 'print("hello")', workflow_id: 'hello' } }
  expect(partsMeanwhile).toMatchObject([{ type: 'text' }, { ...step, state: 'input-available' }])
  expect(read()?.parts).toMatchObject([
    { type: 'text' },
    { ...step, state: 'output-available', output: seen },
  ])
})

test('a workflow that is not there any more is told', async () => {
  const { runs, runCode, messageId, read } = open()
  await expect(runs.runMatch(messageId, 'gone', signal)).rejects.toMatchObject({ code: 'workflow-missing' })
  expect(runCode).not.toHaveBeenCalled()
  expect(read()?.parts).toHaveLength(1)
})

import { expect, onTestFinished, test, vi } from 'vitest'
import type { PackagesFound, WantedPackages } from '../../contract/run/packageLoading.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import { defaultLimits, type RunOutcome } from '../../contract/run/workerProtocol.ts'
import { createRunner } from './createRunner.ts'
import { openPool } from './tests/openPool.ts'

/** A runner, and what a worker that a script has taken over can say to it. `recorded` is what the recorder hears. */
async function startRun(code: string, found: (signal: AbortSignal) => Promise<PackagesFound>) {
  const { pool, workers } = openPool()
  const wanted: WantedPackages[] = []
  const recorded: RunEvent[] = []
  const runner = createRunner({
    pool,
    loadPackages: (packages, { signal }) => {
      wanted.push(packages)
      return found(signal)
    },
    openCalls: () => () => Promise.reject(new Error('no tool is called here')),
    recorder: { hear: (event) => recorded.push(event) },
    chosenLimits: () => defaultLimits,
  })
  const runId = runner.run({
    code,
    source: 'direct',
    workflowId: null,
    conversationId: null,
    messageId: null,
  })
  await expect.poll(() => workers[0]?.heard.length).toBe(1)
  const [worker] = workers
  if (!worker) throw new Error('There is no worker.')
  const ask = (...imports: string[]) => worker.say({ type: 'packages-needed', runId, imports })
  const begin = () => worker.say({ type: 'script-started', runId, at: 0 })
  return { runner, worker, runId, wanted, recorded, ask, begin, run: () => runner.getState().run }
}

const found: PackagesFound = {
  ok: true,
  wheels: [{ name: 'a', fileName: 'a-1-py3-none-any.whl', folder: 'site', bytes: new ArrayBuffer(1) }],
  missing: [],
}

test('a script gets the packages it asks for before it begins, and its time starts after them', async () => {
  const { worker, runId, wanted, ask, begin, run } = await startRun('import a', async () => found)
  ask('a')
  expect(run()).toMatchObject({ phase: 'packages', startedAtMs: null, packages: { durationMs: null } })
  await expect
    .poll(() => worker.heard[1])
    .toMatchObject({ type: 'packages', runId, wheels: found.ok && found.wheels })
  expect(wanted).toEqual([{ code: 'import a', imports: ['a'] }])
  begin()
  expect(run()).toMatchObject({ phase: 'running', packages: { durationMs: expect.any(Number) } })
  expect(run()?.startedAtMs).not.toBeNull()
})

test('a script that has begun gets nothing fetched, whatever it forges', async () => {
  const { worker, wanted, ask, begin, run } = await startRun('print(1)', async () => found)
  begin()
  ask('secret-in-a-name')
  begin()
  ask('again')
  expect(wanted).toEqual([])
  expect(worker.heard).toHaveLength(1)
  expect(run()?.phase).toBe('running')
})

test('what is asked for a second time is not fetched', async () => {
  const { worker, wanted, ask } = await startRun('import a', async () => found)
  ask('a')
  ask('b')
  await expect.poll(() => worker.heard).toHaveLength(2)
  ask('c')
  expect(wanted).toEqual([{ code: 'import a', imports: ['a'] }])
})

test('a requirement that cannot be had ends the run before it begins', async () => {
  const message = 'There is no project x.'
  const { worker, ask, run } = await startRun('# requirements: x', async () => ({ ok: false, message }))
  ask()
  await expect.poll(run).toMatchObject({
    phase: 'ended',
    outcome: { status: 'failed', code: 'packages-unavailable', message },
  })
  expect(worker.isEnded).toBe(true)
})

test('Stop ends a fetch at once, and the answer that comes too late finds nobody', async () => {
  let signal: AbortSignal | undefined
  const { runner, worker, ask, run } = await startRun('import a', (given) => {
    signal = given
    return new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason)))
  })
  ask('a')
  runner.stop()
  expect(run()).toMatchObject({ phase: 'ended', outcome: { status: 'failed', code: 'stopped' } })
  expect(signal?.aborted).toBe(true)
  await expect.poll(() => worker.isEnded).toBe(true)
  expect(worker.heard).toHaveLength(1)
})

test('while a call asks, the time of the run rests; what is decided reaches Python, and the rest of the time counts', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { pool, workers } = openPool()
  const requests: unknown[] = []
  const runner = createRunner({
    pool,
    loadPackages: async () => found,
    openCalls: () => async (request) => {
      requests.push(request.body)
      return 'done'
    },
    recorder: { hear() {} },
    needsApproval: ({ effect }) => effect === 'write',
    chosenLimits: () => ({ ...defaultLimits, runSeconds: 3 }),
  })
  const request = {
    code: '',
    source: 'ai-chat',
    workflowId: null,
    conversationId: null,
    messageId: null,
  } as const
  const runId = runner.run(request)
  await expect.poll(() => workers[0]?.heard.length).toBe(1)
  workers[0]?.say({ type: 'script-started', runId, at: 0 })
  const run = () => runner.getState().run
  const ask = (callId: number, content: string) =>
    workers[0]?.say({
      type: 'tool-call-wanted',
      runId,
      callId,
      tool: 'remember',
      argumentsJson: JSON.stringify({ content }),
      at: 1,
    })
  ask(10, 'yes')
  ask(11, 'no')
  await expect.poll(() => run()?.callsAsking).toBe(2)
  await vi.advanceTimersByTimeAsync(3500)
  expect(run()?.phase).toBe('running')

  runner.decide(0, 'allow')
  await expect.poll(() => run()?.toolCalls[0]?.status).toBe('completed')
  expect(run()).toMatchObject({
    phase: 'running',
    callsAsking: 1,
    answering: { sinceMs: expect.any(Number) },
  })
  runner.decide(1, 'deny')
  runner.decide(1, 'allow')
  await expect
    .poll(() => run()?.toolCalls[1])
    .toMatchObject({ status: 'failed', error: { code: 'tool-denied' } })
  expect(run()?.answering.sinceMs).toBeNull()
  expect(run()?.answering.totalMs).toBeGreaterThan(3000)
  await expect
    .poll(() => workers[0]?.heard.slice(1, 3))
    .toMatchObject([
      { type: 'tool-result', callId: 10, ok: true },
      { type: 'tool-result', callId: 11, ok: false, error: { pythonClass: 'ToolDenied' } },
    ])
  expect(requests).toEqual([expect.objectContaining({ content: 'yes' })])
  await vi.advanceTimersByTimeAsync(3000)
  await expect.poll(() => run()?.outcome).toMatchObject({ code: 'timed-out' })
})

test('the recorder hears every event, numbered and timed, from the beginning to the one end', async () => {
  const { runner, worker, runId, recorded, ask, begin } = await startRun(
    'import a\ninput()',
    async () => found,
  )
  ask('a')
  await expect.poll(() => worker.heard).toHaveLength(2)
  begin()
  worker.say({ type: 'output-delta', runId, stream: 'stdout', text: 'a', at: 0 })
  worker.say({ type: 'input-asked', runId, inputId: 0, prompt: '?', isHidden: false, at: 0 })
  runner.answer(0, 'yes')
  worker.say({ type: 'input-asked', runId, inputId: 1, prompt: 'Password: ', isHidden: true, at: 0 })
  runner.answer(1, 'sesame')
  const outcome: RunOutcome = { status: 'completed', result: null, exitCode: 0 }
  worker.say({ type: 'run-ended', runId, outcome, at: 0 })
  worker.say({ type: 'output-delta', runId, stream: 'stdout', text: 'too late', at: 0 })
  worker.say({ type: 'run-ended', runId, outcome, at: 0 })
  expect(recorded.map(({ type }) => type)).toEqual([
    'run-started',
    'interpreter-taken',
    'packages-asked',
    'packages-loaded',
    'script-started',
    'output-delta',
    'input-asked',
    'input-answered',
    'input-asked',
    'input-answered',
    'run-ended',
  ])
  expect(recorded.map(({ seq }) => seq)).toEqual(recorded.map((_, index) => index))
  expect(recorded[0]).toMatchObject({
    executionId: runId,
    code: 'import a\ninput()',
    limits: defaultLimits,
    at: 0,
  })
  expect(recorded[7]).toMatchObject({ inputId: 0, text: 'yes' })
  expect(worker.heard.at(-1)).toMatchObject({ type: 'input-answer', inputId: 1, text: 'sesame' })
  expect(recorded[9]).toMatchObject({ inputId: 1, text: null })
})

test('a script cannot forge times in the future', async () => {
  const { worker, runId, recorded, begin, run } = await startRun('print(1)', async () => found)
  begin()
  worker.say({ type: 'output-delta', runId, stream: 'stdout', text: 'a', at: 1e12 })
  worker.say({
    type: 'run-ended',
    runId,
    outcome: { status: 'completed', result: null, exitCode: 0 },
    at: 1e12,
  })
  expect(Math.max(...recorded.map(({ at }) => at))).toBeLessThan(600_000)
  expect(run()?.durationMs).toBeLessThan(600_000)
})

test('calls that are open when a run ends have ended before it', async () => {
  const { pool, workers } = openPool()
  const recorded: RunEvent[] = []
  let begun = false
  const runner = createRunner({
    pool,
    loadPackages: async () => found,
    openCalls: () => () => {
      begun = true
      return new Promise(() => {})
    },
    recorder: { hear: (event) => recorded.push(event) },
    chosenLimits: () => defaultLimits,
  })
  const runId = runner.run({
    code: '',
    source: 'direct',
    workflowId: null,
    conversationId: null,
    messageId: null,
  })
  await expect.poll(() => workers[0]?.heard.length).toBe(1)
  const argumentsJson = JSON.stringify({ query: 'x' })
  workers[0]?.say({
    type: 'tool-call-wanted',
    runId,
    callId: 1,
    tool: 'match_memories',
    argumentsJson,
    at: 1,
  })
  await expect.poll(() => begun).toBe(true)
  workers[0]?.say({
    type: 'run-ended',
    runId,
    outcome: { status: 'completed', result: null, exitCode: 0 },
    at: 2,
  })
  expect(recorded.slice(-3)).toMatchObject([
    { type: 'tool-call-started', call: 0 },
    { type: 'tool-call-ended', call: 0, status: 'cancelled' },
    { type: 'run-ended' },
  ])
  expect(runner.getState().run?.toolCalls).toMatchObject([{ status: 'cancelled' }])
})

import { beforeEach, expect, test } from 'vitest'
import type { LoadPackages } from '../../contract/run/packageLoading.ts'
import {
  defaultLimits,
  type ChosenLimits,
  type RunOutcome,
  type Variable,
} from '../../contract/run/workerProtocol.ts'
import { createRunner } from './createRunner.ts'
import { openPool } from './tests/openPool.ts'

let pool: ReturnType<typeof openPool>['pool']
let workers: ReturnType<typeof openPool>['workers']
let chosen: ChosenLimits
beforeEach(() => {
  ;({ pool, workers } = openPool())
  chosen = defaultLimits
})

const completed: RunOutcome = { status: 'completed', result: null, exitCode: 0 }
const failing = (code: 'stopped' | 'out-of-memory' | 'exception'): RunOutcome => ({
  status: 'failed',
  code,
  message: 'It failed.',
  traceback: null,
  line: null,
  exitCode: 1,
})
const variables: Variable[] = [{ name: 'a', type: 'int', summary: '1' }]

function openRunner({
  isSession = true,
  loadPackages,
}: { isSession?: boolean; loadPackages?: LoadPackages } = {}) {
  const runner = createRunner({
    pool,
    isSession,
    loadPackages: loadPackages ?? (() => Promise.reject(new Error('no packages here'))),
    openCalls: () => () => Promise.reject(new Error('no tool is called here')),
    recorder: { hear() {} },
    chosenLimits: () => chosen,
  })
  const session = () => runner.getState().session
  const outcome = () => runner.getState().run?.outcome
  /** Starts a run, and tells in which worker it is. */
  async function begin(code = 'a = 1') {
    const runId = runner.run({
      code,
      source: 'ai-chat',
      workflowId: null,
      conversationId: null,
      messageId: null,
    })
    const inWorker = () =>
      workers.find(({ heard }) => heard.some((each) => 'runId' in each && each.runId === runId))
    await expect.poll(inWorker).toBeDefined()
    const worker = inWorker()
    if (!worker) throw new Error('It is in no worker.')
    const end = (ending: RunOutcome = completed, told = variables) => {
      worker.say({ type: 'variables-changed', runId, variables: told, at: 1 })
      worker.say({ type: 'run-ended', runId, outcome: ending, at: 1 })
    }
    return { runId, worker, end }
  }
  return { runner, session, outcome, begin }
}

test('the runs of a session share an interpreter and tell its variables; another runner has its own', async () => {
  const { begin, session } = openRunner()
  expect(session()).toEqual({ variables: [], number: 0 })
  const first = await begin()
  first.end()
  expect(session()).toEqual({ variables, number: 0 })
  const second = await begin('b = 2')
  expect(second.worker).toBe(first.worker)
  expect(second.worker.heard).toMatchObject([
    { type: 'run', isInSession: true },
    { type: 'run', code: 'b = 2', isInSession: true },
  ])

  const other = openRunner({ isSession: false })
  const third = await other.begin()
  expect(third.worker).not.toBe(first.worker)
  expect(third.worker.heard).toMatchObject([{ type: 'run', isInSession: false }])
  third.end()
  expect(other.session()).toBeNull()
  await expect.poll(() => third.worker.isEnded).toBe(true)
  expect(first.worker.isEnded).toBe(false)
})

test.for(['exception', 'stopped'] as const)('a run that ends as %s keeps the variables', async (code) => {
  const { begin, session } = openRunner()
  const { end, worker } = await begin()
  end(failing(code))
  expect(session()).toEqual({ variables, number: 0 })
  expect((await begin()).worker).toBe(worker)
})

test('a run for want of memory ends the session, and the next begins afresh', async () => {
  const { begin, session } = openRunner()
  const { end, worker } = await begin()
  end(failing('out-of-memory'))
  expect(session()).toEqual({ variables: [], number: 1 })
  expect(worker.isEnded).toBe(true)
  expect((await begin()).worker).not.toBe(worker)
})

test('Stop that Python hears keeps the variables, one that it does not hear loses them', async () => {
  const { begin, session, runner, outcome } = openRunner()
  const heard = await begin()
  runner.stop()
  expect(heard.worker.heard.at(-1)).toEqual({ type: 'cancel', runId: heard.runId })
  heard.end(failing('stopped'))
  expect(session()).toEqual({ variables, number: 0 })

  const deaf = await begin()
  runner.stop()
  await expect.poll(outcome).toMatchObject({ code: 'stopped' })
  expect(deaf.worker).toBe(heard.worker)
  expect(deaf.worker.isEnded).toBe(true)
  expect(session()).toEqual({ variables: [], number: 1 })
})

test('an interpreter that breaks down, also between runs, ends the session', async () => {
  const { begin, session, outcome } = openRunner()
  const during = await begin()
  during.worker.say({ type: 'interpreter-died', message: 'gone' })
  expect(outcome()).toMatchObject({ code: 'interpreter-died' })
  expect(session()?.number).toBe(1)
  const between = await begin()
  between.end()
  between.worker.say({ type: 'interpreter-died', message: 'gone' })
  expect(between.worker.isEnded).toBe(true)
  expect(session()).toEqual({ variables: [], number: 2 })
})

test('restart begins afresh and leaves the spare to others; dispose ends what was kept', async () => {
  const { begin, session, runner } = openRunner()
  const { worker, end } = await begin()
  end()
  await expect.poll(() => workers).toHaveLength(2)
  runner.restart()
  expect([worker.isEnded, workers[1]?.isEnded]).toEqual([true, false])
  expect(session()).toEqual({ variables: [], number: 1 })
  const next = await begin()
  expect(next.worker).toBe(workers[1])
  runner.dispose()
  expect(next.worker.isEnded).toBe(true)
  expect(pool.getState().phase).not.toBe('failed')
})

test('the memory limit is that of the first run, the others are those of each', async () => {
  const { begin, runner } = openRunner()
  const { end } = await begin()
  end()
  chosen = { ...defaultLimits, memoryMegabytes: 1024, runSeconds: 5 }
  await begin()
  expect(runner.getState().run?.limits).toMatchObject({ memoryMegabytes: 256, runSeconds: 5 })
})

test('what an earlier run says late is not taken for this one', async () => {
  const { begin, runner, outcome, session } = openRunner()
  const first = await begin()
  first.end()
  await begin()
  first.end(failing('exception'), [])
  first.worker.say({ type: 'output-delta', runId: first.runId, stream: 'stdout', text: 'late', at: 1 })
  expect(outcome()).toBeNull()
  expect(runner.getState().run?.output).toEqual([])
  expect(session()?.variables).toEqual(variables)
})

test('packages are fetched for each run that asks, and only those that its text names', async () => {
  const wanted: string[][] = []
  const { begin } = openRunner({
    loadPackages: async ({ imports }) => {
      wanted.push([...imports])
      return { ok: true, wheels: [], missing: [] }
    },
  })
  for (const code of ['import numpy', 'import pandas']) {
    const { worker, runId, end } = await begin(code)
    worker.say({ type: 'packages-needed', runId, imports: ['numpy', 'pandas'] })
    await expect.poll(() => worker.heard.at(-1)).toMatchObject({ type: 'packages', runId })
    worker.say({ type: 'script-started', runId, at: 0 })
    end()
  }
  expect(wanted).toEqual([['numpy'], ['pandas']])
})

test('a requirement that cannot be had ends the run and keeps the variables', async () => {
  const message = 'There is no project x.'
  const { begin, session, outcome } = openRunner({ loadPackages: async () => ({ ok: false, message }) })
  ;(await begin()).end()
  const { worker, runId } = await begin('# requirements: x')
  worker.say({ type: 'packages-needed', runId, imports: [] })
  await expect.poll(outcome).toMatchObject({ code: 'packages-unavailable', message })
  expect(worker.heard.at(-1)).toEqual({ type: 'cancel', runId })
  expect(session()).toEqual({ variables, number: 0 })
  expect(worker.isEnded).toBe(false)
})

test('Stop while packages are fetched waits for the worker, and keeps the variables', async () => {
  let signal: AbortSignal | undefined
  const { begin, session, outcome, runner } = openRunner({
    loadPackages: (_wanted, options) => {
      signal = options.signal
      return new Promise((_, reject) =>
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error)),
      )
    },
  })
  const { worker, runId, end } = await begin('import a')
  worker.say({ type: 'packages-needed', runId, imports: ['a'] })
  runner.stop()
  expect(signal?.aborted).toBe(true)
  expect(worker.heard.at(-1)).toEqual({ type: 'cancel', runId })
  expect(outcome()).toBeNull()
  end(failing('stopped'))
  expect(outcome()).toMatchObject({ code: 'stopped' })
  expect([session()?.number, worker.isEnded]).toEqual([0, false])
})

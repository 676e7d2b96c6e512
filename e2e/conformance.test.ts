/** Runs scripts in the browser and on the server and compares the rows of the log, field by field. */
import { z } from 'zod'
import { limits } from '../contract/run/workerProtocol.ts'
import { pythonAnswer } from '../contract/run/pythonExecutor.ts'
import type { TestUser } from '../dev/test/signUpTestUser.ts'
import type { TestBackend } from '../dev/test/testBackend.ts'
import { readScripts, type Script } from './conformance/readScripts.ts'
import { openBareRunner } from './harness/openBareRunner.ts'
import { expect, limitRuns, signInAsNew, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

/** Scripts that end at their time limit, which is short. The others have time enough on a busy machine. */
const endless = new Set([
  'a loop without end',
  'a wait without end',
  'a computation that hears nothing',
  'a call that takes too long',
])
const secondsOf = ({ name }: Script): number => (endless.has(name) ? 2 : limits.runSeconds.default)

/** A script for each way in which a run can end, with and without calls. */
const eachKind = new Set([
  'unicode',
  'displays',
  'one call',
  'an exception in a function',
  'a failure that nobody catches',
  'exit codes',
  'a loop without end',
  'more memory than there is',
])

const workflowId = 'hello_world'

/** Columns to compare: all but times and places. */
const executionFields =
  'id,code,status,result,result_mime,result_forms,displays,output,error_code,error_message,traceback,exit_code,source,workflow_id,metadata'
const callFields =
  'execution_id,seq,tool,function_name,call_key,occurrence,request,response,status,error,cached'

type Row = Record<string, unknown>
type RunInBrowser = (script: Script) => Promise<string>

test(
  'a script ends alike in the browser and on the server',
  { tag: '@long' },
  async ({ page, backend, twins }) => {
    test.setTimeout(600_000)
    const scripts = await readScripts({ TWINS: twins.hostPort })
    expect(scripts.filter(({ name }) => endless.has(name))).toHaveLength(endless.size)
    expect(scripts.length).toBeGreaterThanOrEqual(40)
    const { run, user } = await openBareRunner(page, backend)
    const runInBrowser: RunInBrowser = (script) =>
      run({ code: script.code, workflowId, runSeconds: secondsOf(script) })
    await endAlike(scripts, runInBrowser, backend, user)
    console.log(`${scripts.length} scripts end alike in the browser and on the server`)
  },
)

test('what ends in each way ends so through the whole interface, too', async ({
  page,
  context,
  backend,
  twins,
}) => {
  const scripts = (await readScripts({ TWINS: twins.hostPort })).filter(({ name }) => eachKind.has(name))
  expect(scripts).toHaveLength(eachKind.size)
  const user = await signInAsNew(context, backend)
  // The script that a first visit begins with is of a workflow.
  await page.goto('/scripts')
  const workbench = new Workbench(page)
  await workbench.isReady()
  const runInBrowser: RunInBrowser = async (script) => {
    await limitRuns(page, secondsOf(script))
    await workbench.run(script.code)
    return z.string().parse(await workbench.status.getAttribute('data-execution'))
  }
  await endAlike(scripts, runInBrowser, backend, user)
})

async function endAlike(
  scripts: readonly Script[],
  runInBrowser: RunInBrowser,
  backend: TestBackend,
  user: TestUser,
): Promise<void> {
  const log = openLog(user)
  const runOnServer = async (script: Script): Promise<string> => {
    const response = await fetch(`${backend.url}/functions/v1/python-executor`, {
      method: 'POST',
      headers: {
        apikey: backend.publishableKey,
        authorization: `Bearer ${user.accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        code: script.code,
        workflow_id: workflowId,
        timeout_seconds: secondsOf(script),
      }),
    })
    const answer: unknown = await response.json()
    expect(answer).toMatchObject({ execution_id: expect.any(String) })
    return pythonAnswer.parse(answer).execution_id
  }
  const runBoth = (script: Script) => Promise.all([runInBrowser(script), runOnServer(script)])

  const pairs = new Map<Script, readonly [string, string]>()
  for (const script of scripts) pairs.set(script, await runBoth(script))
  let rows = await log.read([...pairs.values()].flat())
  const differing: string[] = []
  for (const [script, first] of pairs) {
    let ids = first
    let differences = compare(script, ids, rows)
    // A run at its time limit gets 100 ms to report its last state; a busy machine may miss it.
    for (let repeats = 0; repeats < 2 && differences.length > 0; repeats += 1) {
      if (!ids.some((id) => rows.get(id)?.['error_code'] === 'timed-out')) break
      ids = await runBoth(script)
      rows = await log.read(ids)
      differences = compare(script, ids, rows)
    }
    differing.push(...differences)
  }
  expect(differing.join('\n')).toBe('')
}

const listOfRows = z.array(z.record(z.string(), z.unknown()))

/** Reads the log's rows of runs as their owner. */
function openLog({ client }: TestUser) {
  const select = async (table: string, fields: string, column: string, ids: readonly string[]) => {
    const rows: Row[] = []
    // An address has room for so many.
    for (let from = 0; from < ids.length; from += 40) {
      const part = ids.slice(from, from + 40)
      const { data, error } = await client.from(table).select(fields).in(column, part).order(column)
      expect(error).toBeNull()
      rows.push(...listOfRows.parse(data))
    }
    return rows
  }
  return {
    /** When all have ended. */
    async read(ids: readonly string[]): Promise<Map<unknown, Row>> {
      const runs = new Map<unknown, Row>()
      await expect
        .poll(async () => {
          for (const row of await select('eliza_python_executions', executionFields, 'id', ids))
            runs.set(row['id'], row)
          return ids.filter((id) => (runs.get(id)?.['status'] ?? 'running') === 'running')
        })
        .toEqual([])
      const calls = await select('eliza_tool_calls', callFields, 'execution_id', ids)
      for (const [id, run] of runs) {
        const own = calls.filter((call) => call['execution_id'] === id)
        const inOrder = own.toSorted((one, other) => Number(one['seq']) - Number(other['seq']))
        run['displays'] = withoutTimes(run['displays'])
        run['calls'] = inOrder.map(({ execution_id: _run, ...call }) => call)
      }
      return runs
    },
  }
}

function compare(
  { name }: Script,
  [browserId, serverId]: readonly [string, string],
  rows: ReadonlyMap<unknown, Row>,
): string[] {
  const [inBrowser, onServer] = [rows.get(browserId), rows.get(serverId)]
  const browser = withLineOfBoth(inBrowser, onServer)
  const server = withLineOfBoth(onServer, inBrowser)
  return Object.keys({ ...browser, ...server }).flatMap((field) => {
    const [one, other] = [browser, server].map((run) => JSON.stringify(Reflect.get(run, field)) ?? '')
    if (one === other) return []
    return `${name}: ${field}\n  browser ${one?.slice(0, 600)}\n  server  ${other?.slice(0, 600)}`
  })
}

/** Whether a script that is ended can still say where it was depends on how busy the machine is; where both say it, they agree. */
function withLineOfBoth({ id: _id, ...run }: Row = {}, other: Row = {}): Row {
  const { line, ...told } = Object(run['metadata'])
  const isSilent = run['error_code'] === 'timed-out' && Object(other['metadata']).line === undefined
  return { ...run, metadata: isSilent || line === undefined ? told : { ...told, line } }
}

const withoutTimes = (displays: unknown): unknown =>
  Array.isArray(displays) ? displays.map(({ at: _at, ...rest }: { at: number }) => rest) : displays

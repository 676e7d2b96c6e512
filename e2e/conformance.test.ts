/** One answer from both: what a script does in the browser and on the server is compared as the log holds it, field by field. */
import type { Page } from '@playwright/test'
import { limits } from '../contract/run/workerProtocol.ts'
import { pythonAnswer } from '../contract/run/pythonExecutor.ts'
import { readScripts, type Script } from './conformance/readScripts.ts'
import { expect, limitRuns, test, type Workbench } from './journey.ts'

/** Those that are ended at their time limit, which may be short; to the others it must be no matter how busy the machine is. */
const endless = new Set([
  'a loop without end',
  'a wait without end',
  'a computation that hears nothing',
  'a call that takes too long',
])
const endlessSeconds = 4

/** Those that say when and where, and no more. */
const executionFields =
  'code,status,result,result_mime,result_forms,displays,output,error_code,error_message,traceback,exit_code,source,workflow_id,metadata'
const callFields = 'seq,tool,function_name,call_key,occurrence,request,response,status,error,cached'

test(
  'a script ends alike in the browser and on the server',
  { tag: '@long' },
  async ({ page, backend, twins, workbench }) => {
    test.setTimeout(600_000)
    const scripts = await readScripts({ TWINS: twins.hostPort })
    expect(scripts.filter(({ name }) => endless.has(name))).toHaveLength(endless.size)
    const headers = await signedInHeaders(page, backend.publishableKey)
    const read = async (table: string, filter: string): Promise<Record<string, unknown>[]> => {
      const response = await fetch(`${backend.url}/rest/v1/${table}?${filter}`, { headers })
      expect(response.status).toBe(200)
      return response.json()
    }
    const readRun = async (id: string): Promise<Record<string, unknown>> => {
      let run: Record<string, unknown> | undefined
      await expect
        .poll(async () => {
          run = (await read('eliza_python_executions', `id=eq.${id}&select=${executionFields}`))[0]
          return run?.['status'] ?? 'running'
        })
        .not.toBe('running')
      const calls = await read('eliza_tool_calls', `execution_id=eq.${id}&select=${callFields}&order=seq`)
      return { ...run, displays: withoutTimes(run?.['displays']), calls }
    }

    const runOnServer = async (code: string, seconds: number): Promise<string> => {
      const body = JSON.stringify({ code, workflow_id: 'hello_world', timeout_seconds: seconds })
      const url = `${backend.url}/functions/v1/python-executor`
      const answer: unknown = await (await fetch(url, { method: 'POST', headers, body })).json()
      expect(answer).toMatchObject({ execution_id: expect.any(String) })
      return pythonAnswer.parse(answer).execution_id
    }

    const runBoth = async ({ name, code }: Script): Promise<string[]> => {
      const seconds = endless.has(name) ? endlessSeconds : limits.runSeconds.default
      await limitRuns(page, seconds)
      return Promise.all([runInBrowser(workbench, code), runOnServer(code, seconds)])
    }
    const isTimedOut = async (id: string) => (await readRun(id))['error_code'] === 'timed-out'
    const compare = async ({ name }: Script, runs: readonly string[]): Promise<string[]> => {
      const [inBrowser, onServer] = await Promise.all(runs.map(readRun))
      const browser = withLineOfBoth(inBrowser, onServer)
      const server = withLineOfBoth(onServer, inBrowser)
      return Object.keys({ ...browser, ...server }).flatMap((field) => {
        const [one, other] = [browser, server].map((run) => JSON.stringify(Reflect.get(run, field)) ?? '')
        if (one === other) return []
        return `${name}: ${field}\n  browser ${one?.slice(0, 600)}\n  server  ${other?.slice(0, 600)}`
      })
    }

    const pairs: [Script, string[]][] = []
    for (const script of scripts) pairs.push([script, await runBoth(script)])
    const differing: string[] = []
    for (const [script, first] of pairs) {
      let runs = first
      let differences = await compare(script, runs)
      // What is ended has a tenth of a second for its last words, which is nothing to a busy machine.
      for (let repeats = 0; repeats < 2 && differences.length > 0; repeats += 1) {
        if (!(await Promise.all(runs.map(isTimedOut))).includes(true)) break
        runs = await runBoth(script)
        differences = await compare(script, runs)
      }
      differing.push(...differences)
    }
    expect(differing.join('\n')).toBe('')
    expect(scripts.length).toBeGreaterThanOrEqual(40)
    console.log(`${scripts.length} scripts end alike in the browser and on the server`)
  },
)

async function runInBrowser(workbench: Workbench, code: string): Promise<string> {
  await workbench.run(code)
  const id = await workbench.status.getAttribute('data-execution')
  if (id === null) throw new Error('The run has no id')
  return id
}

async function signedInHeaders(page: Page, publishableKey: string): Promise<Record<string, string>> {
  const session = await page.waitForFunction(() => localStorage.getItem('eliza.session'))
  const { access_token: token } = JSON.parse(String(await session.jsonValue()))
  return { apikey: publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** Whether a script that is ended can still say where it was depends on how busy the machine is; where both say it, they agree. */
function withLineOfBoth(
  run: Record<string, unknown> | undefined,
  other: Record<string, unknown> | undefined,
) {
  const { line, ...told } = Object(run?.['metadata'])
  const isSilent = run?.['error_code'] === 'timed-out' && Object(other?.['metadata']).line === undefined
  return { ...run, metadata: isSilent || line === undefined ? told : { ...told, line } }
}

const withoutTimes = (displays: unknown): unknown =>
  Array.isArray(displays) ? displays.map(({ at: _at, ...rest }: { at: number }) => rest) : displays

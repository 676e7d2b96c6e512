/** One answer from both: what a script does in the browser and on the server is compared as the log holds it, field by field. */
import type { Page } from '@playwright/test'
import { pythonAnswer } from '../contract/pythonExecutor.ts'
import { readScripts } from './conformance/readScripts.ts'
import { expect, test, type Workbench } from './journey.ts'

const runSeconds = 4

/** Those that say when and where, and no more. */
const executionFields =
  'code,status,result,result_mime,result_forms,displays,output,error_code,error_message,traceback,exit_code,source,workflow_id,metadata'
const callFields = 'seq,tool,function_name,call_key,occurrence,request,response,status,error,cached'

test('a script ends alike in the browser and on the server', async ({ page, backend, twins, workbench }) => {
  test.setTimeout(300_000)
  await page.evaluate((seconds) => {
    const key = 'eliza.preferences'
    localStorage.setItem(
      key,
      JSON.stringify({ ...JSON.parse(localStorage.getItem(key) ?? '{}'), runSeconds: seconds }),
    )
  }, runSeconds)
  await page.reload()
  await workbench.isReady()
  const scripts = await readScripts({ TWINS: twins.hostPort })
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

  const runOnServer = async (code: string): Promise<string> => {
    const body = JSON.stringify({ code, workflow_id: 'hello_world', timeout_seconds: runSeconds })
    const url = `${backend.url}/functions/v1/python-executor`
    const answer: unknown = await (await fetch(url, { method: 'POST', headers, body })).json()
    expect(answer).toMatchObject({ execution_id: expect.any(String) })
    return pythonAnswer.parse(answer).execution_id
  }

  const runs: string[][] = []
  for (const { code } of scripts)
    runs.push(await Promise.all([runInBrowser(workbench, code), runOnServer(code)]))
  const differing: string[] = []
  for (const [index, { name }] of scripts.entries()) {
    const [inBrowser, onServer] = await Promise.all((runs[index] ?? []).map(readRun))
    const browser = withLineOfBoth(inBrowser, onServer)
    const server = withLineOfBoth(onServer, inBrowser)
    for (const field of Object.keys({ ...browser, ...server })) {
      const [one, other] = [browser, server].map((run) => JSON.stringify(Reflect.get(run, field)) ?? '')
      if (one !== other)
        differing.push(
          `${name}: ${field}\n  browser ${one?.slice(0, 600)}\n  server  ${other?.slice(0, 600)}`,
        )
    }
  }
  expect(differing.join('\n')).toBe('')
  expect(scripts.length).toBeGreaterThanOrEqual(40)
  console.log(`${scripts.length} scripts end alike in the browser and on the server`)
})

async function runInBrowser(workbench: Workbench, code: string): Promise<string> {
  await workbench.run(code)
  const id = await workbench.status.getAttribute('data-execution')
  if (id === null) throw new Error('The run has no id')
  return id
}

async function signedInHeaders(page: Page, publishableKey: string): Promise<Record<string, string>> {
  const token = await page.evaluate(
    () => JSON.parse(localStorage.getItem('eliza.session') ?? '{}').access_token,
  )
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

/** The tasks of `evals/tasks.ts` in the real chat: what the person sees, what the log has, and what the model was sent. */
import type { Page } from '@playwright/test'
import { limits } from '../contract/run/workerProtocol.ts'
import type { AiTwin } from '../dev/twins/aiTwin.ts'
import { startTestBackend, type TestBackend } from '../dev/test/testBackend.ts'
import type { ChatTask, PersonAct, SeenExecution } from '../evals/ChatTask.ts'
import { chatTasks } from '../evals/tasks.ts'
import { ChatPage, expect, test as base } from './chatJourney.ts'
import { leaveOutChecker, limitRuns, patientAi } from './journey.ts'

interface Row {
  readonly [column: string]: unknown
}

interface Desk {
  readonly chat: ChatPage
  /** Rows of the log, as the person may read them. */
  readonly read: (table: string, filter: string) => Promise<Row[]>
}

/** One page for all tasks: what a conversation leaves behind must not touch the next one. */
const test = base.extend<object, { readonly desk: Desk }>({
  desk: [
    async ({ browser, ai, twins }, provide) => {
      const backend = await startTestBackend({
        serveDist: true,
        extraFunctionsDirectory: 'e2e/functions',
        // A provider that failed in one task is asked again in the next.
        functionsEnvironment: {
          ...ai.environment,
          ...patientAi,
          AI_COOL_DOWN_SECONDS: '0',
          SUPPORTXMR_API_URL: twins.miningUrl,
        },
      })
      const context = await browser.newContext({ baseURL: backend.url })
      await leaveOutChecker(context)
      const page = await context.newPage()
      await page.goto('/chat/new')
      await provide(await sitDown(page, backend))
      await context.close()
      await backend.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

for (const task of chatTasks) {
  test(`${task.id}: ${task.title}`, async ({ desk, ai }) => {
    const { chat } = desk
    const { expects } = task
    await limitRuns(chat.page, task.runSeconds ?? limits.runSeconds.default)
    await chat.page.getByRole('link', { name: 'Chat', exact: true }).click()
    await chat.page.getByRole('link', { name: 'New', exact: true }).click()
    await expect(chat.messages).toBeHidden()
    await setPythonFirst(chat, task.pythonFirst ?? true)
    ai.play(task.model)
    const acts = [...(task.acts ?? [])]
    for (const text of task.says) {
      await chat.send(text)
      for (const act of acts.splice(0)) await perform(desk, ai, act)
      await chat.hasAnswered()
    }
    await expect(chat.messages).toContainText(expects.answer)
    expect(ai.requests.length, 'requests to a model').toBe(expects.requests)
    expects.sent?.(ai.asked())
    await hasLogged(desk, task)
  })
}

/** Waits for the occasion, and does it. */
async function perform({ chat }: Desk, ai: AiTwin, { when, act }: PersonAct): Promise<void> {
  const step = chat.step(1)
  if (when === 'asked') {
    await expect(chat.messages).toContainText('Asking the model')
    // The page says so before the request is there.
    await expect.poll(() => ai.requests.length).toBeGreaterThan(0)
  }
  if (when === 'text') await expect(chat.answer.locator('p').first()).toBeVisible()
  if (when === 'running') await expect(step).toHaveAttribute('data-step-state', 'running')
  if (when === 'call-pending')
    await expect(step.getByRole('region', { name: 'Tool calls' })).toContainText('Waiting')
  switch (act) {
    case 'stop':
      return chat.button('Stop').click()
    case 'allow':
      return chat.button('Allow').click()
    case 'deny':
      return chat.button('Deny').click()
    case 'always':
      return chat.button('Always in this conversation').click()
    case 'continue':
      return chat.button('Continue').click()
  }
}

async function setPythonFirst(chat: ChatPage, isOn: boolean): Promise<void> {
  const choice = chat.page.getByRole('switch', { name: 'Python first' })
  if ((await choice.isChecked()) !== isOn) await choice.click()
  await expect(choice).toBeChecked({ checked: isOn })
}

/** Runs and calls of the conversation as the log has them, and how its last answer ended. */
async function hasLogged({ chat, read }: Desk, { expects }: ChatTask): Promise<void> {
  const id = new URL(chat.page.url()).pathname.split('/').at(-1) ?? ''
  const runs = () =>
    read(
      'eliza_python_executions',
      `conversation_id=eq.${id}&select=id,status,error_code,output,result,source&order=started_at`,
    )
  await expect
    .poll(async () => (await runs()).map(({ status, error_code }) => ({ status, error_code })))
    .toEqual(expects.executions.map(({ status, errorCode = null }) => ({ status, error_code: errorCode })))
  const logged = await runs()
  for (const [place, expected] of expects.executions.entries()) isAsExpected(logged[place] ?? {}, expected)
  const ids = logged.map((run) => String(run['id']))
  const calls = async () =>
    (
      await read(
        'eliza_tool_calls',
        `execution_id=in.(${ids.join(',')})&select=tool,status&order=started_at,seq`,
      )
    ).map(({ tool, status }) => ({ tool, status }))
  if (ids.length > 0) await expect.poll(calls).toEqual(expects.calls ?? [])
  if (expects.state === undefined) return
  const answers = `conversation_id=eq.${id}&role=eq.assistant&select=state:metadata->>state&order=created_at.desc&limit=1`
  await expect.poll(async () => (await read('messages', answers))[0]?.['state']).toBe(expects.state)
}

function isAsExpected(run: Row, { output, result }: SeenExecution): void {
  expect(run['source']).toBe('python-chat-hook')
  if (output) expect(run['output']).toMatch(output)
  if (result !== undefined) expect(run['result']).toEqual(result)
}

async function sitDown(page: Page, backend: TestBackend): Promise<Desk> {
  const chat = new ChatPage(page)
  await expect(chat.message).toBeVisible()
  const session = await page.waitForFunction(() => localStorage.getItem('eliza.session'))
  const { access_token: token } = JSON.parse(String(await session.jsonValue()))
  const headers = { apikey: backend.publishableKey, authorization: `Bearer ${token}` }
  return {
    chat,
    async read(table, filter) {
      const response = await fetch(`${backend.url}/rest/v1/${table}?${filter}`, { headers })
      expect(response.status).toBe(200)
      return response.json()
    },
  }
}

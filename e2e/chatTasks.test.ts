/** The tasks of `evals/tasks.ts` in the real chat: what the person sees, what the log has, and what the model was sent. */
import { limits } from '../contract/run/workerProtocol.ts'
import type { AiTwin } from '../dev/twins/aiTwin.ts'
import type { TestBackend } from '../dev/test/testBackend.ts'
import type { ChatTask, PersonAct, SeenExecution } from '../evals/ChatTask.ts'
import { chatTasks } from '../evals/tasks.ts'
import { type ChatPage, expect, sharedChatTest } from './chatJourney.ts'
import { limitRuns } from './journey.ts'

interface Row {
  readonly [column: string]: unknown
}

interface Desk {
  readonly chat: ChatPage
  /** Rows of the log, as the person may read them. */
  readonly read: (table: string, filter: string) => Promise<Row[]>
}

/** All tasks share a page, so a conversation that leaks into the next one is noticed. */
const test = sharedChatTest.extend<{ readonly desk: Desk }>({
  desk: async ({ chat, backend }, provide) => provide(await sitDown(chat, backend)),
})

for (const task of chatTasks) {
  test(`${task.id}: ${task.title}`, async ({ desk, ai }) => {
    const { chat } = desk
    const { expects } = task
    await limitRuns(chat.page, task.runSeconds ?? limits.runSeconds.default)
    await chat.setPythonFirst(task.pythonFirst ?? true)
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

async function sitDown(chat: ChatPage, backend: TestBackend): Promise<Desk> {
  const session = await chat.page.waitForFunction(() => localStorage.getItem('eliza.session'))
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

/**
 * `npm run eval`: gives the tasks of the chat to a live model and prints how it did. `npm run eval -- repair` runs one.
 * The whole way is real but for the browser: `ai-chat` leads the loop and python-executor runs the code.
 */
import { aiTierIds, aiTiers, type AiTierId } from '../contract/ai/aiTiers.ts'
import { chatAnswer, chatFunction, type ChatAnswer, type ChatRequest } from '../contract/chat/chat.ts'
import { rateLimits } from '../contract/rateLimits.ts'
import { twinKey } from '../dev/twins/aiTwin.ts'
import { startTestBackend } from '../dev/test/testBackend.ts'
import { functionsEnvironment } from '../server/functionsEnvironment.ts'
import type { ChatTask } from './ChatTask.ts'
import { chatTasks } from './tasks.ts'

type Environment = Readonly<Record<string, string>>
type LiveTask = ChatTask & { readonly live: NonNullable<ChatTask['live']> }

interface Trial {
  readonly task: LiveTask
  readonly seconds: number
  /** null: it passed. */
  readonly failure: string | null
  readonly answer: ChatAnswer | null
}

/** Longer than one question with all its steps may take. */
const timeoutMs = 300_000

const isSetUp = (id: AiTierId, environment: Environment): boolean => {
  const { variables, baseUrl } = aiTiers[id]
  return environment[baseUrl === null ? variables.baseUrl : variables.key] !== undefined
}

async function main(): Promise<number> {
  const environment = functionsEnvironment(process.env)
  const tiers = aiTierIds.filter((id) => isSetUp(id, environment))
  if (tiers.length === 0) {
    const names = aiTierIds.map((id) => aiTiers[id].variables.key).join(', ')
    console.error(
      `There is no score without a live model. Set a key (${names}) in supabase/functions/.env or the environment.`,
    )
    console.error(
      'With the scripted model the tasks are tests, not a measure: npx playwright test e2e/chatTasks.test.ts',
    )
    return 2
  }
  if (tiers.some((id) => environment[aiTiers[id].variables.key] === twinKey(id))) {
    console.error(
      'The provider is the scripted one of the tests. What it does is no achievement, so there is no score.',
    )
    return 2
  }
  const chosen = new Set(process.argv.slice(2))
  const tasks = chatTasks.filter(
    (task): task is LiveTask => task.live !== undefined && (chosen.size === 0 || chosen.has(task.id)),
  )
  if (tasks.length === 0) {
    const ids = chatTasks.flatMap(({ id, live }) => (live === undefined ? [] : [id]))
    console.error(`There is no such task. There are: ${ids.join(', ')}.`)
    return 2
  }
  const backend = await startTestBackend({
    functionsEnvironment: { ...environment, [rateLimits.spend.variable]: '0' },
  })
  try {
    const { accessToken } = await backend.signUp()
    const trials: Trial[] = []
    for (const task of tasks) {
      const trial = await attempt(task, { url: backend.url, apikey: backend.publishableKey, accessToken })
      trials.push(trial)
      console.log(describe(trial))
    }
    summarise(trials)
    return trials.every(({ failure }) => failure === null) ? 0 : 1
  } finally {
    await backend.stop()
  }
}

interface Access {
  readonly url: string
  readonly apikey: string
  readonly accessToken: string
}

async function attempt(task: LiveTask, access: Access): Promise<Trial> {
  const begun = performance.now()
  const messages: ChatRequest['messages'] = []
  let answer: ChatAnswer | null = null
  let failure: string | null = null
  try {
    for (const text of task.says) {
      messages.push({ id: '', role: 'user', parts: [{ type: 'text', text }] })
      answer = await ask(messages, task, access)
      messages.push({ id: '', role: 'assistant', parts: [{ type: 'text', text: answer.text }] })
    }
    failure = judge(task, answer)
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
  return { task, seconds: (performance.now() - begun) / 1000, failure, answer }
}

async function ask(messages: ChatRequest['messages'], task: LiveTask, access: Access): Promise<ChatAnswer> {
  const response = await fetch(`${access.url}/functions/v1/${chatFunction}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      apikey: access.apikey,
      authorization: `Bearer ${access.accessToken}`,
    },
    body: JSON.stringify({ messages, executor: 'edge', python_first: task.pythonFirst ?? true }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`)
  return chatAnswer.parse(await response.json())
}

function judge({ live }: LiveTask, answer: ChatAnswer | null): string | null {
  if (answer === null) return 'it said nothing'
  if (!answer.complete) return 'its answer was cut off'
  if (answer.steps.length < live.executions) return `it ran Python ${answer.steps.length} times, too few`
  return live.answer.test(answer.text) ? null : `its answer does not have ${String(live.answer)}`
}

const describe = ({ task, seconds, failure, answer }: Trial): string =>
  [
    (failure === null ? 'passed' : 'FAILED').padEnd(7),
    task.id.padEnd(22),
    `${answer?.steps.length ?? 0} runs`.padStart(7),
    `${seconds.toFixed(1)} s`.padStart(8),
    `${answer?.answers.at(-1)?.model ?? '-'}`.padEnd(24),
    failure ?? '',
  ].join('  ')

function summarise(trials: readonly Trial[]): void {
  const passed = trials.filter(({ failure }) => failure === null).length
  const usages = trials.flatMap(({ answer }) => answer?.answers ?? []).flatMap(({ usage }) => usage ?? [])
  const sum = (of: (usage: (typeof usages)[number]) => number | null) =>
    usages.reduce((all, usage) => all + (of(usage) ?? 0), 0)
  const costs = [...new Set(usages.flatMap(({ currency }) => currency ?? []))].map((currency) => {
    const own = usages.filter((usage) => usage.currency === currency)
    return `${own.reduce((all, { cost }) => all + (cost ?? 0), 0).toFixed(4)} ${currency}`
  })
  const tokens = `${sum(({ input_tokens }) => input_tokens)} tokens in, ${sum(({ output_tokens }) => output_tokens)} out`
  console.log(
    `\n${passed} of ${trials.length} tasks passed; ${tokens}; ${costs.join(' + ') || 'price not known'}`,
  )
}

process.exitCode = await main()

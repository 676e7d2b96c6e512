import { readFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readErrorBody } from '../contract/errors.ts'
import { defaultLimits, type ToolReply } from '../contract/run/workerProtocol.ts'
import { twinTokens } from '../dev/twins/aiWires.ts'
import { type AiTwin, startAiTwin } from '../dev/twins/aiTwin.ts'
import { sharedBackend, sharedTwins } from '../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../dev/test/signUpTestUser.ts'
import { type Functions, startFunctions } from '../dev/test/startFunctions.ts'
import { startTwins, twinWallets, type Twins } from '../dev/twins/twins.ts'
import { startPython } from '../python/tests/startPython.ts'
import { toReplyText } from '../run/worker/toReplyText.ts'
import { parseWorkflow } from '../lib/parseWorkflow.ts'
import { createToolHost } from '../run/tools/createToolHost.ts'

const workflows = globSync('workflows/*.py').map((path) => parseWorkflow(path, readFileSync(path, 'utf8')))
const codeOf = (id: string): string => workflows.find((workflow) => workflow.id === id)?.code ?? ''

let ai: AiTwin
let twins: Twins
let python: Awaited<ReturnType<typeof startPython>>
/** Three setups: a fast miner, a slow miner, no API keys. */
let fast: Functions
let slow: Functions
let keyless: Functions
let functions: Pick<Functions, 'call'>
/** Hosts that the functions may browse, in the current test. */
let webUrl: string

beforeAll(async () => {
  ai = await startAiTwin()
  twins = await startTwins()
  const world = {
    SUPPORTXMR_API_URL: twins.miningUrl,
    BROWSE_ALLOW_HOSTS: twins.hostPort,
    // No cool-down, so that a provider that fails in one test is asked again in the next.
    AI_COOL_DOWN_SECONDS: '0',
  }
  fast = await startFunctions({ ...world, ...ai.environment, MINING_WALLET_ADDRESS: twinWallets.known })
  slow = await startFunctions({ ...world, ...ai.environment, MINING_WALLET_ADDRESS: twinWallets.unknown })
  keyless = await startFunctions(world)
  // Calls pass through the tool host, as on the page.
  const host = createToolHost({
    limits: defaultLimits,
    emit() {},
    callFunction: async ({ functionName, body }) => {
      const response = await functions.call(functionName, body)
      const answer: unknown = await response.json()
      if (response.ok) return answer
      throw readErrorBody(answer) ?? new Error(`status ${response.status}`)
    },
  })
  python = await startPython(async (tool, argumentsJson) => {
    const reply = await new Promise<ToolReply>(
      (resolve) => void host.answer({ tool, argumentsJson, at: 0, callId: 0 }, resolve),
    )
    return toReplyText(reply)
  })
})
afterAll(async () => {
  await Promise.all([fast.stop(), slow.stop(), keyless.stop(), ai.stop(), twins.stop()])
})
beforeEach(() => {
  functions = fast
  webUrl = twins.url
  ai.behave({})
})

/** Calls functions with a database, as a new user. Returns the client of that user. */
async function useBackend() {
  const { url, publishableKey } = sharedBackend
  const { accessToken, client } = await signUpTestUser({ url, publishableKey })
  functions = {
    call: (name, body) =>
      fetch(`${url}/functions/v1/${name}`, {
        method: 'POST',
        headers: { apikey: publishableKey, authorization: `Bearer ${accessToken}` },
        body: JSON.stringify(body),
      }),
  }
  return client
}

async function run(id: string) {
  // The twin fakes the public pool.
  const code = codeOf(id).replaceAll('https://supportxmr.com', webUrl)
  const outcome = await python.run(code)
  expect(outcome, outcome.traceback ?? '').toMatchObject({ status: 'completed' })
  return {
    output: python.takeOutput(),
    result: JSON.parse(outcome.result?.['application/json'] ?? 'null') as unknown,
  }
}

test('the header of each example names the tools it uses', () => {
  expect(workflows.length).toBeGreaterThanOrEqual(7)
  for (const { id, code, tools } of workflows) {
    const used = [...code.replaceAll(/#.*/g, '').matchAll(/\btools\.(\w+)/g)].map(([, name = '']) => name)
    expect({ id, tools: tools.toSorted() }).toEqual({ id, tools: [...new Set(used)].toSorted() })
  }
})

test('the question goes from provider to provider until one answers', async () => {
  ai.behave({ gemini: 'rate-limits', deepseek: 'answers-as-a-web-page' })
  const { output, result } = await run('ask_until_one_answers')
  expect(result).toEqual({
    provider: 'Kimi',
    answer: 'kimi heard: In one sentence: what does a mining pool do?',
    usage: {
      input_tokens: twinTokens.input,
      output_tokens: twinTokens.output,
      cost: expect.any(Number),
      currency: 'USD',
    },
  })
  expect(output.split('\n')).toEqual([
    'Asking Gemini …',
    '  Gemini failed: Gemini (gemini-3.5-flash-lite) is rate limiting requests (status 429). It says: Rate limit ' +
      'reached for requests.',
    'Asking DeepSeek …',
    '  DeepSeek failed: DeepSeek (deepseek-flash) answered with a web page instead of JSON.',
    'Asking Kimi …',
    '  Kimi answered with moonshotai/kimi-k2.6',
    '',
  ])
})

test('when all providers fail, the result says so', async () => {
  ai.behave({ gemini: 'fails', deepseek: 'resets', kimi: 'refuses-the-key', 'wan-ai': 'sends-broken-json' })
  const { output, result } = await run('ask_until_one_answers')
  expect(result).toEqual({ error: 'All providers failed' })
  expect(output.match(/ failed: /g)).toHaveLength(4)
  expect(output).not.toContain('sk-twin')
})

test('without any key the loop ends well, and names the variable of each provider', async () => {
  functions = keyless
  const { output, result } = await run('ask_until_one_answers')
  expect(result).toEqual({ error: 'All providers failed' })
  for (const key of ['GEMINI_API_KEY', 'DEEPSEEK_API_KEY', 'OPENROUTER_API_KEY', 'WAN_AI_API_KEY']) {
    expect(output).toContain(`${key} is missing`)
  }
})

test('three sources answer at once', async () => {
  const client = await useBackend()
  webUrl = sharedTwins.url
  await client.from('memories').insert({ content: 'Mining pays at noon.' })
  const { result } = await run('three_sources_at_once')
  expect(result).toMatchObject({
    mining: { scope: 'pool', hash: 98_000_000 },
    web: { title: 'A twin of the web', status: 200 },
    memory: [{ content: 'Mining pays at noon.' }],
  })
})

test('figures become readable', async () => {
  expect((await run('data_transformation')).result).toMatchObject({
    'hash rate (kH/s)': 4.21,
    'amount due (XMR)': 0.25,
    'amount paid (XMR)': 1.5,
    'share efficiency (%)': 99.75,
  })
})

test('a fast miner’s figures go to the model', async () => {
  const { output, result } = await run('conditional_workflow')
  expect(output).toBe('4,213 hashes per second: asking a model what to make of it\n')
  expect(result).toEqual({
    by: 'qwen3.8-flash',
    analysis: expect.stringContaining('wan-ai heard: In two sentences'),
  })
  expect(JSON.stringify(ai.requests)).toContain('4213')
})

test('for a slow miner the pool’s own figures are read, and no model is asked', async () => {
  functions = slow
  const { output, result } = await run('conditional_workflow')
  expect(output).toBe('0 hashes per second: looking at the pool\n')
  expect(result).toEqual({
    by: `${twins.url}/api/pool/stats`,
    analysis: expect.stringContaining('"pool_statistics"'),
  })
  expect(ai.requests).toEqual([])
})

test('one call of ai_chat does what the loop does', async () => {
  ai.behave({ openai: 'resets', gemini: 'has-retired-the-model' })
  const source = [
    'answer = await tools.ai_chat("And now?", context={"pool": "SupportXMR"},',
    '    conversation_history=[{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}])',
    '[answer["response"], answer["provider"], [attempt["failure"] for attempt in answer["attempts"]]]',
  ].join('\n')
  const outcome = await python.run(source)
  expect(JSON.parse(outcome.result?.['application/json'] ?? 'null')).toEqual([
    'deepseek heard: And now?',
    'deepseek',
    ['unreachable', 'model-not-found', null],
  ])
})

test('without a key ai_chat raises ToolUnavailable, which says what to set', async () => {
  functions = keyless
  const outcome = await python.run('await tools.ai_chat("hello")')
  expect(outcome.message).toMatch(
    /^ToolUnavailable: No AI provider is set up\. Set OPENAI_API_KEY, or GEMINI_API_KEY.*restart the functions\. Or enter an endpoint of your own in Settings\.$/,
  )
})

test('what one run remembers the next one finds, and subscribers are told of each', async () => {
  const client = await useBackend()
  // Deliveries to this private address are refused.
  await client.rpc('create_webhook_subscription', { address: 'http://192.168.0.1/hook' })
  expect((await run('remember_and_tell')).result).toEqual({ hash: 98_000_000, known_before: 0, told: 1 })
  const { output, result } = await run('remember_and_tell')
  expect(result).toEqual({ hash: 98_000_000, known_before: 1, told: 1 })
  expect(output).toMatch(/^20\d\d-\d\d-\d\d {2}The hash rate of the miner was 98,000,000 H\/s\n/)
  expect(output).toContain('It is found by its words only. Embedding is turned off')
  expect(output).toContain('waiting: 192.168.0.1 is not on the public internet')
  const { data } = await client.from('webhook_events').select('event_type, payload')
  const event = { event_type: 'mining.measured', payload: { hash: 98_000_000 } }
  expect(data).toEqual([event, event])
})

test('mining, web and memory are asked at once, memory by the name of its function', async () => {
  const client = await useBackend()
  await client.from('memories').insert({ content: 'Mining pays at night' })
  const source = [
    'mining, web, memory = await asyncio.gather(tools.get_mining_stats(),',
    `    tools.browse_web("${sharedTwins.url}/article"),`,
    '    tools.invoke_function("match_memories", {"query": "mining"}))',
    '{"mining": mining["scope"], "web": web["status"], "memory": memory}',
  ].join('\n')
  const outcome = await python.run(source)
  expect(JSON.parse(outcome.result?.['application/json'] ?? 'null')).toMatchObject({
    mining: 'pool',
    web: 200,
    memory: [{ content: 'Mining pays at night', importance: 0.5, context_type: 'note', similarity: null }],
  })
})

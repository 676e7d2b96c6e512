/** Calls that need a person's approval, from Python to the function and back, with the real tool host. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'
import type { ToolHost } from '../../run/tools/createToolHost.ts'
import { openHost, type OpenHost } from '../../run/tools/tests/openHost.ts'
import { toReplyText } from '../../run/worker/toReplyText.ts'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
let host: ToolHost
let sent: FunctionRequest[]
let opened: OpenHost

beforeEach(async () => {
  sent = []
  opened = openHost({
    chosen: { toolCallsAtOnce: 1 },
    callFunction: async (request, { onText }) => {
      sent.push(request)
      onText?.('Hel')
      onText?.('lo')
      return { id: sent.length }
    },
    needsApproval: ({ effect }) => effect !== 'read',
  })
  host = opened.host
  python = await startPython(
    (tool, argumentsJson, { id, onText }) =>
      new Promise((resolve) => {
        const call = { callId: id, tool, argumentsJson, at: 0 }
        void host.answer(call, (reply) => resolve(toReplyText(reply)), onText)
      }),
    (callId) => host.cancel(callId),
  )
}, 60_000)

const call = (seq: number) => opened.calls()[seq]
const statuses = () => opened.calls().map(({ status }) => status)
const asked = (count: number) =>
  expect.poll(() => statuses().filter((status) => status === 'asking')).toHaveLength(count)

test('under gather the free call ends while two others ask; allowed is called once, denied raises ToolDenied', async () => {
  const running = python.run(`
async def free():
    found = await tools.match_memories("x")
    print("the free one has ended")
    return found

async def denied():
    try:
        await tools.remember("not this")
    except ToolDenied as error:
        return [error.code, error.tool, error.status, str(error)]

await asyncio.gather(tools.remember("this"), denied(), free())
`)
  await asked(2)
  await expect.poll(() => python.takeOutput()).toBe('the free one has ended\n')
  expect(statuses()).toEqual(['asking', 'asking', 'completed'])
  expect(sent).toEqual([{ functionName: 'match_memories', body: { query: 'x', limit: 10, threshold: 0 } }])

  const shown: unknown = JSON.parse(call(0)?.requestJson ?? '')
  host.decide(0, 'allow')
  host.decide(0, 'allow')
  host.decide(0, 'deny')
  await expect.poll(() => call(0)?.status).toBe('completed')
  expect(call(1)?.status).toBe('asking')
  host.decide(1, 'deny')
  host.decide(1, 'allow')

  const { status, result } = await running
  expect(status).toBe('completed')
  expect(JSON.parse(result?.['application/json'] ?? '')).toEqual([
    { id: 2 },
    ['tool-denied', 'remember', 403, 'You did not allow this call.'],
    { id: 1 },
  ])
  expect(sent.slice(1)).toEqual([{ functionName: 'remember', body: shown }])
  expect(statuses()).toEqual(['completed', 'failed', 'completed'])
  expect(opened.recorded.toSorted((one, other) => one.seq - other.seq)).toMatchObject([
    { seq: 0, status: 'completed' },
    { seq: 1, status: 'failed', error: { code: 'tool-denied', status: 403 } },
    { seq: 2, status: 'completed' },
  ])
})

test('a stream asks before it begins', async () => {
  const running = python.run('"".join([text async for text in tools.ai_chat_stream("hello")])')
  await asked(1)
  expect(sent).toEqual([])
  host.decide(0, 'allow')
  expect((await running).result?.['application/json']).toBe('"Hello"')
  expect(sent).toHaveLength(1)

  const refused = python.run('[text async for text in tools.ai_chat_stream("hello")]')
  await asked(1)
  host.decide(1, 'deny')
  expect(await refused).toMatchObject({ message: 'ToolDenied: You did not allow this call.', line: 1 })
  expect(sent).toHaveLength(1)
})

test('a call that cannot be made is refused before anybody is asked', async () => {
  expect(await python.run('await tools.invoke_function("no such name!")')).toMatchObject({ status: 'failed' })
  expect(statuses()).toEqual(['failed'])
})

test('Stop while it asks ends the call, and Allow comes too late', async () => {
  const running = python.run('await tools.remember("x")')
  await asked(1)
  host.abort()
  python.cancel()
  expect(await running).toMatchObject({ code: 'stopped' })
  host.decide(0, 'allow')
  await nextTurn()
  expect(sent).toEqual([])
  expect(opened.recorded).toMatchObject([{ status: 'cancelled', error: null }])
})

test.for([
  ['a call', 'await asyncio.wait_for(tools.remember("x"), 0.05)'],
  ['a stream', 'async with asyncio.timeout(0.05):\n    async for text in tools.ai_chat_stream("x"): pass'],
])('%s that the script does not wait for any more asks no more', async ([, source]) => {
  expect(await python.run(source as string)).toMatchObject({ message: 'TimeoutError' })
  await expect.poll(statuses).toEqual(['cancelled'])
  host.decide(0, 'allow')
  await nextTurn()
  expect(sent).toEqual([])
})

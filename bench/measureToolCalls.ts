/** Calls of tools, one after the other and a thousand at once, beside the same calls without the app. */
import type { Page } from '@playwright/test'
import { limits } from '../contract/run/workerProtocol.ts'
import type { Profile } from './openBench.ts'
import type { Figure } from './figure.ts'
import { openApp, settledMs } from './openApp.ts'
import { openCalls } from './openCalls.ts'
import { repeat } from './repeat.ts'

const rounds = 15
const callsInTurn = 500
const callsAtOnce = 1_000
const answerMs = 100

/** The middle one of the calls, in milliseconds: a moment in which others have the processor meets a few of them. */
const inTurn = (call: string) => `
import time
times = []
for n in range(${callsInTurn}):
    begun = time.perf_counter()
    await ${call}
    times.append(time.perf_counter() - begun)
sorted(times)[len(times) // 2] * 1000 + 1e-9`
/** Until the last of them is answered, in milliseconds. */
const atOnce = (call: string) => `
import asyncio, time
begun = time.perf_counter()
await asyncio.gather(*[${call} for n in range(${callsAtOnce})])
(time.perf_counter() - begun) * 1000 + 1e-9`

const comlinkCall = `
from page import invoke
async def call(request):
    return (await invoke("echoes", request)).to_py()
`

export async function measureToolCalls({ context }: Profile): Promise<Figure[]> {
  const calls = await openCalls(context)
  const inComlink = (code: string) => calls.evaluate((script) => window.calls.run(script), comlinkCall + code)

  const one = await openApp(context, inTurn('tools.invoke_function("echoes", {"n": n})'))
  await one.waitForTimeout(settledMs)
  const alone = await repeat(rounds, async () => ({
    app: await measuredInPython(one),
    comlink: await inComlink(inTurn('call({"n": n})')),
    bare: await calls.evaluate((trips) => window.calls.goAndReturn(trips), callsInTurn),
  }))
  await one.close()

  const many = await openApp(context, atOnce('tools.invoke_function("echoes", {"n": n})'), {
    answerMs,
    // The highest concurrency: with the default of 64, calls queue on purpose.
    preferences: { toolCallsAtOnce: limits.toolCallsAtOnce.most },
  })
  await many.waitForTimeout(settledMs)
  const together = await repeat(rounds, async () => ({
    app: await measuredInPython(many),
    comlink: await inComlink(atOnce(`call({"wait_ms": ${answerMs}})`)),
  }))
  await many.close()
  await calls.close()

  const oneCall = 'one tool call, answered at once'
  const manyCalls = '1,000 parallel tool calls of 100 ms'
  return [
    {
      what: oneCall,
      beside: 'stock through Comlink',
      unit: 'ms',
      rounds: alone.map(({ app, comlink }) => ({ app, reference: comlink })),
      bar: 1.6,
    },
    {
      what: oneCall,
      beside: 'a bare postMessage and back',
      unit: 'ms',
      rounds: alone.map(({ app, bare }) => ({ app, reference: bare })),
      bar: 16,
    },
    {
      what: manyCalls,
      beside: 'stock through Comlink, answered by 1,000 timers',
      unit: 'ms',
      rounds: together.map(({ app, comlink }) => ({ app, reference: comlink })),
      bar: 1.6,
    },
  ]
}

/** Runs the script of the page once more; its result is what it measured. */
async function measuredInPython(page: Page): Promise<number> {
  await page.evaluate(() => window.bench.ready())
  // The log of the last run is written meanwhile.
  await page.waitForTimeout(1_000)
  await page.evaluate(() => window.bench.run())
  const text = await page.getByRole('region', { name: 'Result' }).innerText()
  const figure = /\d+\.\d+/.exec(text)?.[0]
  if (figure === undefined) throw new Error(`The script measured nothing: ${text}`)
  return Number(figure)
}

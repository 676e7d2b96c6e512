/** Runs in an interpreter that is there: a round trip, tool calls, a killed interpreter, and very much output. */
import { limits } from '../contract/run/workerProtocol.ts'
import type { Bench, Profile } from './openBench.ts'
import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { openApp } from './openApp.ts'
import { openStock } from './openStock.ts'

/** Of which the median counts: a slow moment of the machine meets one or two. */
const pages = 5

/** `stockInterpreter`: how long a stock interpreter takes to start. */
export async function measureRuns(bench: Bench, stockInterpreter: number): Promise<Figure[]> {
  const profile = await bench.openProfile()
  try {
    return [
      ...(await measureKill(profile, stockInterpreter)),
      await measureRoundTrip(profile),
      await measureToolCalls(profile),
      await measureParallelCalls(profile),
      ...(await measureOutput(profile)),
    ]
  } finally {
    await profile.close()
  }
}

/** Computes in C, where no interrupt is heard, until it is killed; once the time is over it is `1 + 1`. */
const endlessUntil = (seconds: number) =>
  `import time\n1 + 1 if time.time() > ${seconds} else sum(range(10**12))`

async function measureKill({ context }: Profile, stockInterpreter: number): Promise<Figure[]> {
  const toNext: number[] = []
  const refills: number[] = []
  for (let round = 0; round < pages; round++) {
    const runSeconds = 6
    const deadline = Date.now() / 1000 + runSeconds
    const page = await openApp(context, endlessUntil(deadline))
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
    await page.waitForTimeout(Math.max(0, deadline * 1000 - Date.now()) + 100)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.evaluate(() => window.bench.firstResult)
    toNext.push(await page.evaluate(() => window.bench.run()))
    const before = await page.evaluate(() => window.bench.starts.length)
    await page.waitForFunction((count) => window.bench.starts.length > count, Math.max(before, 2))
    refills.push((await page.evaluate(() => window.bench.starts)).at(-1) ?? 0)
    await page.close()
  }
  const [next, refill] = [median(toNext), median(refills)]
  return [
    {
      what: 'a killed interpreter → next result',
      app: next,
      reference: null,
      unit: 'ms',
      compared: next,
      comparison: 'ms',
      bar: 50,
    },
    {
      what: 'the spare back after it',
      app: refill,
      reference: stockInterpreter,
      unit: 'ms',
      compared: refill / stockInterpreter,
      comparison: '× stock',
      bar: 0.35,
    },
  ]
}

/** The first runs of a page meet code that the browser has not compiled yet, on both sides. */
const warmUpRounds = 4

async function measureRoundTrip({ context }: Profile): Promise<Figure> {
  const rounds = 21
  const repeat = async (open: typeof openStock) => {
    const page = await open(context, '1 + 1')
    await page.evaluate(() => window.bench.firstResult)
    const times: number[] = []
    for (let round = -warmUpRounds; round < rounds; round++) {
      // The next interpreter gets ready in the meantime, as between two clicks of a person.
      await page.waitForTimeout(1_500)
      const time = await page.evaluate(() => window.bench.run())
      if (round >= 0) times.push(time)
    }
    await page.close()
    return median(times)
  }
  const reference = await repeat(openStock)
  const app = await repeat(openApp)
  return {
    what: 'a warm 1 + 1 from click to result',
    app,
    reference,
    unit: 'ms',
    compared: app - reference,
    comparison: 'ms more',
    bar: 3,
  }
}

/** The script's last value is what it measured, in milliseconds. */
async function measuredInPython(
  { context }: Profile,
  code: string,
  options: Parameters<typeof openApp>[2],
): Promise<number> {
  const page = await openApp(context, `import time\nbegun = time.perf_counter()\n${code}`, options)
  // The first run meets the page's own start.
  await page.evaluate(() => window.bench.firstResult)
  await page.waitForTimeout(3_000)
  await page.evaluate(() => window.bench.run())
  const text = await page.getByRole('region', { name: 'Result' }).innerText()
  await page.close()
  const figure = /\d+\.\d+/.exec(text)?.[0]
  if (figure === undefined) throw new Error(`The script measured nothing: ${text}`)
  return Number(figure)
}

async function measureToolCalls(profile: Profile): Promise<Figure> {
  const calls = 500
  const code = `for n in range(${calls}):\n    await tools.invoke_function("echoes", {"n": n})\n`
  const times: number[] = []
  for (let round = 0; round < pages; round++) {
    times.push(
      await measuredInPython(profile, `${code}(time.perf_counter() - begun) * 1000 / ${calls} + 1e-9`, {}),
    )
  }
  const app = median(times)
  return {
    what: 'one tool call through the bridge, answered at once',
    app,
    reference: null,
    unit: 'ms',
    compared: app,
    comparison: 'ms each',
    bar: 0.6,
  }
}

async function measureParallelCalls(profile: Profile): Promise<Figure> {
  const code =
    'await asyncio.gather(*[tools.invoke_function("echoes", {"n": n}) for n in range(1000)])\n' +
    '(time.perf_counter() - begun) * 1000 + 1e-9'
  // As many at once as may be chosen: with the default of 64 they take turns on purpose.
  const options = { answerMs: 100, preferences: { toolCallsAtOnce: limits.toolCallsAtOnce.most } }
  const times: number[] = []
  for (let round = 0; round < pages; round++) times.push(await measuredInPython(profile, code, options))
  const app = median(times)
  return {
    what: '1,000 parallel tool calls of 100 ms',
    app,
    reference: null,
    unit: 'ms',
    compared: app,
    comparison: 'ms',
    bar: 300,
  }
}

const lines = 'for i in range(1_000_000): print("line", i)'

async function measureOutput({ context }: Profile): Promise<Figure[]> {
  const nowhere = await openStock(context, '1 + 1')
  await nowhere.evaluate(() => window.bench.firstResult)
  await nowhere.evaluate(() =>
    window.bench.run(
      'import pyodide_js\nfrom pyodide.code import run_js\npyodide_js.setStdout(run_js("({write: (bytes) => bytes.length})"))',
    ),
  )
  const reference = await nowhere.evaluate((code) => window.bench.run(code), lines)
  await nowhere.close()

  const page = await openApp(context, lines)
  // The first run meets the page's own start, which may block it.
  await page.evaluate(() => window.bench.firstResult)
  await page.waitForTimeout(3_000)
  const { app, longest } = await page.evaluate(async () => {
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    const app = await window.bench.run()
    clearInterval(timer)
    return { app, longest }
  })
  await page.close()
  return [
    {
      what: '1,000,000 printed lines',
      app,
      reference,
      unit: 'ms',
      compared: app / reference,
      comparison: '× nowhere',
      bar: 1.3,
    },
    {
      what: 'the longest block of the page meanwhile',
      app: longest,
      reference: null,
      unit: 'ms',
      compared: longest,
      comparison: 'ms',
      bar: 50,
    },
  ]
}

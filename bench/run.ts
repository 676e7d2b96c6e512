/** `npm run bench`: how fast the app is beside stock Pyodide, as a table and as a file in bench/results. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { buildApp } from '../server/buildApp.ts'
import { judge, type Figure } from './figure.ts'
import { measureDownload } from './measureDownload.ts'
import { measureKill } from './measureKill.ts'
import { measureOutput } from './measureOutput.ts'
import { measureRoundTrip } from './measureRoundTrip.ts'
import { measureStart } from './measureStart.ts'
import { measureStops } from './measureStops.ts'
import { measureToolCalls } from './measureToolCalls.ts'
import { openBench, type Bench, type Profile } from './openBench.ts'

const withProfile = (measure: (profile: Profile) => Promise<Figure[]>) => async (bench: Bench) => {
  const profile = await bench.openProfile()
  try {
    return await measure(profile)
  } finally {
    await profile.close()
  }
}

const groups: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  start: measureStart,
  trip: withProfile(measureRoundTrip),
  tools: withProfile(measureToolCalls),
  output: withProfile(measureOutput),
  kill: withProfile(measureKill),
  stop: withProfile(measureStops),
  download: async () => [measureDownload()],
}

const log = (line: string) => console.log(line)
const begunAt = Date.now()
const chosen = process.argv.slice(2)
const failed: string[] = []
for (const name of chosen) if (!groups[name]) throw new Error(`There is ${Object.keys(groups).join(', ')}.`)

await buildApp({}, log)
const bench = await openBench()
try {
  const figures: Figure[] = []
  for (const [name, measure] of Object.entries(groups)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    log(`Measuring ${name}`)
    try {
      figures.push(...(await measure(bench)))
    } catch (error) {
      // The other groups' figures are good without it.
      console.error(error)
      failed.push(name)
    }
  }
  report(figures)
  if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}`)
} finally {
  await bench.close()
}

function report(figures: readonly Figure[]): void {
  const judged = figures.map((figure) => ({ ...figure, ...judge(figure) }))
  console.table(
    judged.map(({ what, beside, app, reference, unit, ratio, bar, isMet, rounds }) => ({
      figure: what,
      'beside it': beside,
      ratio: rounded(ratio),
      bar,
      met: isMet ? 'yes' : 'NO',
      app: `${rounded(app)} ${unit}`,
      reference: `${rounded(reference)} ${unit}`,
      rounds: rounds.length,
    })),
  )
  const notMet = judged.filter(({ isMet }) => !isMet).length
  log(notMet === 0 ? 'Every bar is met.' : `${notMet} of ${figures.length} bars are not met.`)
  log(`It took ${Math.round((Date.now() - begunAt) / 60_000)} minutes.`)
  if (chosen.length === 0 && failed.length === 0) store(judged)
}

function store(figures: readonly Figure[]): void {
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim()
  const date = new Date().toISOString()
  const commit = git('rev-parse', '--short', 'HEAD')
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    /** Over the last five minutes; more than one for each core means that others were busy here. */
    load: loadavg()[1],
  }
  const hasLocalChanges = git('status', '--porcelain', '--untracked-files=no') !== ''
  const path = `bench/results/${date.slice(0, 10)}-${commit}.json`
  mkdirSync('bench/results', { recursive: true })
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value
  writeFileSync(path, `${JSON.stringify({ date, commit, hasLocalChanges, machine, figures }, short, 2)}\n`)
  log(`Written to ${path}`)
}

function rounded(figure: number): string {
  return figure.toLocaleString(
    'en',
    Math.abs(figure) < 100 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 },
  )
}

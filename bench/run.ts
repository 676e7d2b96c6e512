/** `npm run bench`: how fast the app is beside stock Pyodide, as a table and as a file in bench/results. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { buildApp } from '../server/buildApp.ts'
import { isMet, type Figure } from './figure.ts'
import { measureDownload } from './measureDownload.ts'
import { measureRuns } from './measureRuns.ts'
import { measureStops } from './measureStops.ts'
import { measureStart } from './measureStart.ts'
import { openBench } from './openBench.ts'

const rounds = 5
const log = (line: string) => console.log(line)

await buildApp({}, log)
const bench = await openBench()
try {
  log(`Starting from cold and warm profiles, ${rounds} of each side`)
  const { figures: starts, stock } = await measureStart(bench, rounds)
  log('Running scripts')
  const runs = await measureRuns(bench, stock.interpreter)
  log('Stopping scripts')
  const figures = [...starts, ...runs, ...(await measureStops(bench)), measureDownload()]
  report(figures)
} finally {
  await bench.close()
}

function report(figures: readonly Figure[]): void {
  console.table(
    figures.map((figure) => ({
      figure: figure.what,
      app: `${rounded(figure.app)} ${figure.unit}`,
      reference: figure.reference === null ? '' : `${rounded(figure.reference)} ${figure.unit}`,
      compared: `${rounded(figure.compared)} ${figure.comparison}`,
      bar: figure.bar,
      met: isMet(figure) ? 'yes' : 'NO',
    })),
  )
  const notMet = figures.filter((figure) => !isMet(figure)).length
  log(notMet === 0 ? 'Every bar is met.' : `${notMet} of ${figures.length} bars are not met.`)

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
  const results = figures.map((figure) => ({ ...figure, isMet: isMet(figure) }))
  writeFileSync(
    path,
    `${JSON.stringify({ date, commit, hasLocalChanges, machine, figures: results }, null, 2)}\n`,
  )
  log(`Written to ${path}`)
}

function rounded(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: Math.abs(figure) < 10 ? 2 : 0 })
}

/** Turns the stack that Python dumps when it breaks down into a traceback of the script's own lines. */

import type { ScriptStack } from '../../contract/run/workerProtocol.ts'

/** One frame of faulthandler's dump, which begins with the innermost and ends after a hundred. */
const frameLine = /^ {2}File "(script(?:-\d+)?\.py)", line (\d+) in (.+)$/

/** In characters. */
const longestLine = 200

/** The limit of CPython's tracebacks. */
const shownAlike = 3

/** undefined if the dump has no line of a script. */
export function readStackDump(dump: string, code: string): ScriptStack | undefined {
  const frames = dump
    .split('\n')
    .flatMap((text) => {
      const [, file = '', line = '', name = ''] = frameLine.exec(text) ?? []
      return file === '' ? [] : [{ file, line: Number(line), name }]
    })
    .toReversed()
  const outermost = frames[0]
  // In a session, functions of earlier scripts have file names of their own.
  const innermost = frames.findLast(({ file }) => file === outermost?.file)
  if (!outermost || !innermost) return undefined

  const source = code.split('\n')
  const entries = frames.map(({ file, line, name }) => {
    const words = file === outermost.file ? (source[line - 1]?.trim().slice(0, longestLine) ?? '') : ''
    return `  File "${file}", line ${line}, in ${name}\n${words === '' ? '' : `    ${words}\n`}`
  })
  const traceback = ['Traceback (most recent call last):\n', ...withoutRepetition(entries)].join('')
  return { traceback, line: innermost.line }
}

function withoutRepetition(entries: readonly string[]): string[] {
  const runs: { entry: string; times: number }[] = []
  for (const entry of entries) {
    const last = runs.at(-1)
    if (last?.entry === entry) last.times++
    else runs.push({ entry, times: 1 })
  }
  return runs.flatMap(({ entry, times }) => {
    const shown = Array.from({ length: Math.min(times, shownAlike) }, () => entry)
    const more = times - shown.length
    if (more > 0) shown.push(`  [Previous line repeated ${more} more ${more === 1 ? 'time' : 'times'}]\n`)
    return shown
  })
}

/** The attempts to escape, as the Python files beside this one have them: each `async def` is one. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Attempt {
  readonly name: string
  /** The mark of its evidence, in every address, file name and message that the attempt makes. */
  readonly mark: string
  /** false where it cannot succeed on an unprotected worker either, and so proves nothing. */
  readonly shows: boolean
  /** true where its failure ends the interpreter, and the run with it. */
  readonly breaks: boolean
}

interface Attempts {
  readonly all: readonly Attempt[]
  /** They make all attempts, a few each, and print how each went; none raises. */
  readonly scripts: readonly string[]
}

const attemptsInScript = 10

/** `side` is part of every mark, so that evidence of two rounds is told apart. */
export async function readAttempts(origin: string, side: string): Promise<Attempts> {
  const folder = import.meta.dirname
  const files = (await readdir(folder)).filter((file) => file.endsWith('.py')).toSorted()
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const all: Attempt[] = []
  const scripts: string[] = []
  for (const source of sources) {
    const blocks = source.split(/^(?=(?:async )?def )/m)
    const isAttempt = (block: string) => block.startsWith('async def ')
    const common = blocks.filter((block) => !isAttempt(block)).join('')
    for (const group of grouped(blocks.filter(isAttempt))) {
      const parts = group.map((block) => {
        const name = /^async def (\w+)/.exec(block)?.[1] ?? ''
        const mark = `${side}_${name}_x`
        all.push({ name, mark, shows: !block.includes('"""Shows nothing: '), breaks: breaks(block) })
        return `${block}\n${callOf(name, `${origin}/beacon/${mark}`, mark)}`
      })
      scripts.push([common, ...parts].join('\n'))
    }
  }
  return { all, scripts }
}

const breaks = (block: string) => block.includes('"""Breaks ')

/** A few each; what breaks the interpreter is alone. */
function grouped(blocks: readonly string[]): string[][] {
  const groups: string[][] = [[]]
  for (const block of blocks) {
    const last = groups.at(-1) ?? []
    if (last.length === attemptsInScript || breaks(block) || last.some(breaks)) groups.push([block])
    else last.push(block)
  }
  return groups
}

const callOf = (name: string, beacon: string, mark: string): string => `try:
    await asyncio.wait_for(${name}("${beacon}", "${mark}"), 3)
    print("${name}: went through")
except BaseException as error:
    print("${name}: refused:", type(error).__name__, error)
`

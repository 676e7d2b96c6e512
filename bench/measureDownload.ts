/** All JavaScript that a page needs before it shows itself, compressed; read from the build. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { distFolder } from '../server/buildApp.ts'
import type { Figure } from './figure.ts'

/** Each page's own chunk is named after its module. */
const chunks = ['SplitPanes', 'TabbedPanes', 'ChatPage', 'HistoryPage', 'ExecutionPage', 'SettingsPage']
const assets = join(distFolder, 'assets')
const imports = /(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g

export function measureDownload(): Figure {
  const sizes = chunks.map((chunk) =>
    [...neededFor(chunk)].reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0),
  )
  return {
    what: 'JavaScript for the first paint of the heaviest page, gzip',
    beside: 'what it may be',
    unit: 'bytes',
    rounds: [{ app: Math.max(...sizes), reference: 200_000 }],
    bar: 1,
  }
}

function neededFor(chunk: string): Set<string> {
  const page = readFileSync(join(distFolder, 'index.html'), 'utf8')
  const needed = new Set(filesIn(page, /(?:src|href)="\/assets\/([^"]+\.js)"/g))
  for (const file of readdirSync(assets))
    if (file.startsWith(`${chunk}-`) && file.endsWith('.js')) needed.add(file)
  // A set that grows is walked to its new end.
  for (const file of needed) {
    for (const imported of filesIn(readFileSync(join(assets, file), 'utf8'), imports)) needed.add(imported)
  }
  return needed
}

const filesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, file]) => file ?? [])

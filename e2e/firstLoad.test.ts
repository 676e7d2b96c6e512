/** The weight of a first visit: all JavaScript that must be there before a page shows what it is for. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from './journey.ts'

/** Bytes, compressed. */
const limit = 200_000
const assets = new URL('../dist/assets/', import.meta.url)

const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }
/** Each page's own chunks are named after their modules. */
const visits = [
  { path: '/scripts', screen: wide, chunk: 'SplitPanes', shows: 'button', name: 'Execute Python' },
  { path: '/scripts', screen: narrow, chunk: 'TabbedPanes', shows: 'button', name: 'Execute Python' },
  { path: '/chat/new', screen: wide, chunk: 'ChatPage', shows: 'textbox', name: 'Message' },
  { path: '/history', screen: wide, chunk: 'HistoryPage', shows: 'heading', name: 'History' },
  { path: '/settings', screen: wide, chunk: 'SettingsPage', shows: 'heading', name: 'Settings' },
] as const

for (const { path, screen, chunk, shows, name } of visits) {
  test(`${path} shows itself at ${screen.width} pixels with under 200 KB of JavaScript`, async ({ page }) => {
    const needed = neededFor(chunk)
    const bytes = [...needed].reduce((sum, file) => sum + gzipSync(read(file)).length, 0)
    console.log(`${path} at ${screen.width} pixels: ${bytes} bytes of JavaScript in ${needed.size} files`)
    expect(bytes).toBeLessThan(limit)

    // The proof that no more is needed: nothing else arrives.
    const arrived = new Set<string>()
    await page.route('**/*.{js,mjs}', (route) => {
      const file = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
      if (!needed.has(file)) return route.abort()
      arrived.add(file)
      return route.continue()
    })
    await page.setViewportSize(screen)
    await page.goto(path)
    await expect(page.getByRole(shows, { name, exact: true })).toBeVisible()
    expect([...arrived].sort()).toEqual([...needed].sort())
  })
}

/** The chunks that the page's head names, the given chunk, and their static imports. */
function neededFor(chunk: string): Set<string> {
  const html = readFileSync(new URL('../index.html', assets), 'utf8')
  const needed = new Set(filesIn(html, /(?:src|href)="\/assets\/([^"]+\.js)"/g))
  for (const file of readdirSync(assets)) if (new RegExp(`^${chunk}-.*\\.js$`).test(file)) needed.add(file)
  // A set that grows is walked to its new end.
  for (const file of needed) {
    for (const imported of filesIn(read(file), /(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      needed.add(imported)
  }
  return needed
}

const read = (file: string): string => readFileSync(new URL(file, assets), 'utf8')

const filesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, file]) => file ?? [])

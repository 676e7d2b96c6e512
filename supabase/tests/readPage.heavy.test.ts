/** Bounds the cost of hostile pages: without limits each of these takes minutes. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { articleLimits, isReadable, readArticle } from '../functions/browse-web/readArticle.ts'
import { readMarkup } from '../functions/browse-web/readMarkup.ts'
import { readPage } from '../functions/browse-web/readPage.ts'

const url = 'https://site.example/folder/page'
const words = 'some text, with commas, and more than twenty-five characters. '
const megabytes = (part: string, size = 2_000_000) => part.repeat(Math.floor(size / part.length))
const { elements, depth } = articleLimits
const nested = (open: string, inner: string, close: string, levels = depth - 4) =>
  open.repeat(levels) + inner + close.repeat(levels)

/** Without its limits each of these takes minutes; a busy machine may need several times the usual seconds. */
const mostMs = 60_000

test.each([
  ['open elements', megabytes('<div>')],
  ['closing tags without opening ones', '<b>'.repeat(400) + megabytes('</i>')],
  ['angle brackets', megabytes('<')],
  ['unclosed scripts', megabytes('<script ')],
  ['comments that never end', megabytes('<!-- ')],
  ['entities', megabytes('&amp;&#x')],
  ['attributes', `<div ${megabytes('a=1 b ')}>`],
  ['white space', megabytes(' \n\t')],
  ['links', megabytes('<a href=x>a')],
  ['titles', megabytes('<title>x</title>')],
])(
  '2 MB of %s are read or refused',
  (_kind, html) => {
    try {
      readMarkup(html, url)
    } catch (fault) {
      expect(fault).toMatchObject({ code: 'response-too-large' })
    }
  },
  mostMs,
)

test.each([
  ['chains of blocks', nested('<div>', words, '</div>').repeat(elements / depth)],
  ['chains of tables', nested('<table><tr><td>', words, '</td></tr></table>', 14).repeat(elements / 56)],
  ['one tree full of links', nested('<div>', '<a href=x>word</a>'.repeat(elements - depth), '</div>')],
  ['one tree full of images', nested('<div>', '<img src=x.png><p>'.repeat((elements - depth) / 2), '</div>')],
  ['one tree full of text', nested('<div>', `<p>${megabytes(words)}</p>`, '</div>')],
  ['paragraphs', `<p>${words.repeat(2)}`.repeat(elements)],
  ['a title of 2 MB', `<title>a | b\n${megabytes('x')}</title><p>${words.repeat(20)}</p>`],
  ['white space in an attribute', `<meta property="${megabytes(' ')}x" content=y><p>${words.repeat(20)}</p>`],
  ['an endless srcset', `<p>${words.repeat(20)}<img srcset="${megabytes('x')}"></p>`],
])(
  'Readability within its limits is done with %s',
  (_kind, html) => {
    const markup = readMarkup(html, url)
    expect(isReadable(markup)).toBe(true)
    readArticle(html)
  },
  mostMs,
)

const article = `<p>${words.repeat(20)}</p>`
const around = (hostile: string) => nested('<div>', article + hostile, '</div>')

test.each([
  ['angle brackets', around('<'.repeat(300_000))],
  ['entities', around('a&amp;'.repeat(300_000))],
  ['brackets between elements', around('<br><'.repeat(7_000))],
  ['comments', around('<!--a-->'.repeat(200_000))],
  ['CDATA', around('<![CDATA[a]]>'.repeat(100_000))],
  ['processing instructions', around('<?a?>'.repeat(300_000))],
  [
    'an element of many attributes',
    around(`<b ${Array.from({ length: 200_000 }, (_, n) => `a${n}=1`).join(' ')}>x</b>`),
  ],
  [
    'many elements of many attributes',
    around(`<b ${Array.from({ length: 190 }, (_, n) => `a${n}=1`).join(' ')}>x</b>`.repeat(1_500)),
  ],
  ['spaces between elements', around('<i> </i> '.repeat(7_500))],
])(
  'a page with an article and 2 MB of %s is read in seconds',
  (_kind, html) => {
    const begun = process.cpuUsage()
    const page = readPage({ html, url, extractContent: true })
    // Of this process: a busy machine changes little.
    const { user, system } = process.cpuUsage(begun)
    expect(page.content).toContain('more than twenty-five characters')
    expect((user + system) / 1000).toBeLessThan(6_000)
  },
  mostMs,
)

test('reading ends by itself when it takes too long', () => {
  const now = performance.now.bind(performance)
  let looks = 0
  performance.now = () => now() + 5_000 * looks++
  try {
    expect(() => readMarkup('<p>a'.repeat(5_000), url)).toThrow('takes too long to read')
  } finally {
    performance.now = now
  }
})

test(
  'a worker that a page holds is ended, and the next page is read',
  () => {
    const program = `
    const { createPageReader } = await import('./supabase/functions/browse-web/createPageReader.ts')
    const { signal } = new AbortController()
    const page = { html: '<title>T</title><p>text</p>', url: '${url}', extractContent: true }
    const slow = { ...page, html: '<div>'.repeat(40) + '<p>a b c d, e</p>'.repeat(7_000) }
    const told = await createPageReader(1)(slow, signal).catch(({ code }) => code)
    const read = createPageReader()
    const pages = await Promise.all([1, 2, 3].map(() => read(page, signal)))
    const leaving = new AbortController()
    const left = createPageReader()(slow, leaving.signal).catch((error) => String(error))
    leaving.abort('gone')
    console.log(JSON.stringify([told, pages.map(({ title }) => title), await left]))
    Deno.exit(0)`
    const flags = ['eval', '--no-lock', '--node-modules-dir=manual', '--unstable-worker-options', program]
    const { stdout, stderr } = spawnSync('node_modules/deno/deno', flags, {
      encoding: 'utf8',
      env: { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', DENO_DIR: '.cache/deno' },
    })
    expect({ stdout, stderr }).toEqual({
      stdout: '["response-too-large",["T","T","T"],"gone"]\n',
      stderr: '',
    })
  },
  mostMs,
)

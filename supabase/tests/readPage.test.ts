import { expect, test } from 'vitest'
import { decodePage } from '../functions/browse-web/decodePage.ts'
import { readArticle } from '../functions/browse-web/readArticle.ts'
import { readMarkup } from '../functions/browse-web/readMarkup.ts'

const url = 'https://site.example/folder/page'
const text = (html: string) => readMarkup(html, url).text

test('text has the lines and spaces that a browser would show', () => {
  expect(text('<p>One\n  two</p><p>three</p>four<br>five')).toBe('One two\n\nthree\n\nfour\nfive')
  expect(text('a<b>b</b> c<i> d </i>e')).toBe('ab c d e')
  expect(text('<ul><li>a<li>b</ul>')).toBe('a\nb')
  expect(text('<table><tr><td>a<td>b<tr><td>c<td>d</table>')).toBe('a b\nc d')
  expect(text('&lt;b&gt; &amp; caf&eacute;')).toBe('<b> & café')
})

test('scripts, styles, templates and the title are no text', () => {
  const hidden = '<script>1<p>2</script><style>p{}</style><noscript>n</noscript><template>t</template>'
  expect(text(`<title>T</title>${hidden}<p>seen</p><script>`)).toBe('seen')
})

test('links are absolute, named by their text, and each there once', () => {
  const { links } = readMarkup(
    `<a href="next">Next <b>page</b></a><a href="/x?a=1&amp;b=2">x</a><a href="//other.example/">o</a>
     <a href="next">again</a><a href="#here">h</a><a href="javascript:1">j</a><a href="mailto:a@b">m</a>
     <a href="data:text/html,1">d</a><a href="http://[broken">b</a><a name="x">n</a><a href="open">unclosed`,
    url,
  )
  expect(links).toEqual([
    { text: 'Next page', url: 'https://site.example/folder/next' },
    { text: 'x', url: 'https://site.example/x?a=1&b=2' },
    { text: 'o', url: 'https://other.example/' },
    { text: 'unclosed', url: 'https://site.example/folder/open' },
  ])
})

test('links are relative to the base that a page names', () => {
  const { links } = readMarkup('<base href="/root/"><a href="leaf">leaf</a>', url)
  expect(links).toEqual([{ text: 'leaf', url: 'https://site.example/root/leaf' }])
})

test('the title is the first one, on one line, at most 300 characters', () => {
  expect(readMarkup('<title> A\n B </title><svg><title>C</title></svg>', url).title).toBe('A B')
  expect(readMarkup(`<title>${'x'.repeat(5000)}`, url).title).toHaveLength(300)
})

test('pages without html, head or body have an article, too', () => {
  const paragraphs =
    '<p>A sentence, with commas, that is long enough to count as text of an article.</p>'.repeat(9)
  const article = readArticle(`<nav>menu</nav><article>${paragraphs}</article>`)
  expect(text(article ?? '')).toMatch(/^A sentence/)
  expect(readArticle('')).toBeUndefined()
})

test('an encoding nobody knows is read as UTF-8, and a byte order mark decides over all else', () => {
  const bytes = (content: string) => Uint8Array.from(Buffer.from(content, 'utf8'))
  expect(decodePage(bytes('é'), 'text/html; charset=klingon')).toBe('é')
  expect(decodePage(bytes('\uFEFFé'), 'text/html; charset=latin1')).toBe('é')
  expect(decodePage(bytes('<?xml version="1.0" encoding="iso-8859-1"?>é'), 'text/xml')).toContain('Ã©')
  expect(decodePage(Uint8Array.from(Buffer.from('\uFEFFhé', 'utf16le')), '')).toBe('hé')
})

/** Bounds the cost of hostile pages: without limits each of these takes minutes. */
import { expect, test } from 'vitest'
import { articleLimits, readArticle } from '../functions/browse-web/readArticle.ts'
import { readMarkup } from '../functions/browse-web/readMarkup.ts'

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
    expect(markup.elements).toBeLessThanOrEqual(elements)
    expect(markup.depth).toBeLessThanOrEqual(depth)
    readArticle(html)
  },
  mostMs,
)

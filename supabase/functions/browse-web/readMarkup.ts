/** Reads text, title, links, metadata and tree size of a page in one pass over its markup, in linear time. */
import { Parser } from 'htmlparser2'
import { AppError } from '../../../contract/errors.ts'
import { createMetadataReader, type Metadata } from './createMetadataReader.ts'

const maxLinks = 200
const maxLabelCharacters = 300
/** The parser searches all open elements at each closing tag, so depth costs quadratic time. */
const maxDepth = 500

const unseen = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'object',
  'title',
  'select',
])
const lines = new Set(
  'address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form header hr li main nav ol pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'table',
  'ul',
  'ol',
])

export interface Markup {
  readonly title: string
  readonly metadata: Metadata
  readonly text: string
  /** Absolute http and https addresses, each once, at most 200. */
  readonly links: { readonly text: string; readonly url: string }[]
  readonly elements: number
  /** Elements, comments and runs of text. */
  readonly nodes: number
  readonly depth: number
  /** Of all elements, and the most of one. */
  readonly attributes: number
  readonly widest: number
}

/** The time of one pass. 2 MB of the usual pages take 0.1 s. */
const maxMilliseconds = 4_000
/** Events between two looks at the clock. */
const eventsPerLook = 1_000

/** @throws AppError `response-too-large` if elements are nested more than 500 deep, or if the pass takes 4 s. */
export function readMarkup(html: string, pageUrl: string): Markup {
  const text = new TextFlow()
  let title = ''
  let titleOpen = false
  let base = pageUrl
  let unseenDepth = 0
  let elements = 0
  let nodes = 0
  let attributesOfAll = 0
  let widest = 0
  let isInText = false
  let depth = 0
  let deepest = 0
  const links = new Map<string, string>()
  let link: { readonly url: string; label: string } | undefined
  const metadata = createMetadataReader((href) => absolute(href, base))

  const closeLink = (): void => {
    if (link !== undefined && !links.get(link.url)) links.set(link.url, tidy(link.label))
    link = undefined
  }
  const breakBefore = (name: string): void => {
    if (paragraphs.has(name)) text.endParagraph()
    else if (lines.has(name)) text.endLine()
    else if (name === 'td' || name === 'th') text.space()
  }

  const late = performance.now() + maxMilliseconds
  let events = 0
  const look = (): void => {
    if (++events % eventsPerLook === 0 && performance.now() > late) {
      const sentence = "The page's markup takes too long to read. Use action='html' to get its source."
      throw new AppError('response-too-large', sentence)
    }
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      look()
      elements += 1
      nodes += 1
      isInText = false
      const count = Object.keys(attributes).length
      attributesOfAll += count
      widest = Math.max(widest, count)
      depth += 1
      deepest = Math.max(deepest, depth)
      if (depth > maxDepth) {
        const sentence = `The page nests its elements more than ${maxDepth} deep. Use action='html' to get its source.`
        throw new AppError('response-too-large', sentence)
      }
      metadata.see(name, attributes)
      if (unseen.has(name)) unseenDepth += 1
      if (name === 'title' && title === '') titleOpen = true
      const { href } = attributes
      if (name === 'base' && href !== undefined) base = absolute(href, pageUrl) ?? base
      if (name === 'a') {
        closeLink()
        const url = href === undefined || href.startsWith('#') ? undefined : absolute(href, base)
        if (url !== undefined && (links.has(url) || links.size < maxLinks)) link = { url, label: '' }
      }
      breakBefore(name)
    },
    oncomment() {
      look()
      nodes += 1
      isInText = false
    },
    onclosetag(name) {
      look()
      isInText = false
      depth -= 1
      if (unseen.has(name)) unseenDepth -= 1
      if (name === 'title') titleOpen = false
      if (name === 'a') closeLink()
      if (name !== 'br') breakBefore(name)
    },
    ontext(data) {
      look()
      if (!isInText) nodes += 1
      isInText = true
      if (titleOpen && title.length < maxLabelCharacters) title += data
      if (unseenDepth > 0) return
      text.add(data)
      if (link !== undefined && link.label.length < maxLabelCharacters) link.label += data
    },
  })
  parser.end(html)
  closeLink()
  return {
    title: tidy(title),
    metadata: metadata.read(),
    text: text.toString(),
    links: [...links].map(([url, label]) => ({ text: label, url })),
    elements,
    nodes,
    depth: deepest,
    attributes: attributesOfAll,
    widest,
  }
}

const tidy = (label: string): string => label.replaceAll(/\s+/g, ' ').trim().slice(0, maxLabelCharacters)

function absolute(href: string, base: string): string | undefined {
  if (!URL.canParse(href, base)) return undefined
  const url = new URL(href, base)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
}

/** Collects text with white space as a browser renders it: runs become one space, blocks begin new lines. */
class TextFlow {
  readonly #parts: string[] = []
  #gap = ''

  add(data: string): void {
    const text = data.replaceAll(/\s+/g, ' ')
    if (text.startsWith(' ')) this.space()
    const word = text.trim()
    if (word === '') return
    this.#parts.push(this.#parts.length === 0 ? '' : this.#gap, word)
    this.#gap = text.endsWith(' ') ? ' ' : ''
  }

  space(): void {
    if (this.#gap === '') this.#gap = ' '
  }

  endLine(): void {
    if (this.#gap !== '\n\n') this.#gap = '\n'
  }

  endParagraph(): void {
    this.#gap = '\n\n'
  }

  toString(): string {
    return this.#parts.join('')
  }
}

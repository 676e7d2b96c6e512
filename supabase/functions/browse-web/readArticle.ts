/** Reduces a page to its article with Readability. */
/// <reference lib="dom" />
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

/** Longer attributes are removed: some of Readability's patterns take quadratic time in their length. */
const maxAttributeCharacters = 2000

/**
 * Readability blocks the thread, for a time that grows with elements × depth: 5,000 nested elements took 3
 * minutes. At these limits it takes 1 s.
 */
export const articleLimits = { elements: 8000, depth: 48 } as const

/** @returns The article's HTML, or undefined if none is found. Scripts of the page never run. */
export function readArticle(html: string): string | undefined {
  try {
    const { document } = parseHTML(withBody(html))
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (value.length > maxAttributeCharacters) element.removeAttribute(name)
      }
    }
    // The title is read elsewhere, and Readability is slow on a very long one.
    document.querySelector('title')?.remove()
    return new Readability(document, { disableJSONLD: true }).parse()?.content ?? undefined
  } catch {
    // Both libraries throw on some markup. The caller then uses the page's whole text.
    return undefined
  }
}

/** linkedom does not add an omitted body, as HTML allows it, and Readability starts at the body. */
const withBody = (html: string): string =>
  /<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`

/** Reduces a page to its article, where the page is of a size that this cannot take long for. */
/// <reference lib="dom" />
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

/** Longer ones are data, not names; some of Readability's patterns take time quadratic in their length. */
const maxAttributeCharacters = 2000

/** Readability works without a pause and grows with elements times depth: 5,000 nested ones took three minutes, these a second. */
export const articleLimits = { elements: 8000, depth: 48 } as const

/** The article's HTML, or undefined where none can be made out. Scripts of the page are never run. */
export function readArticle(html: string): string | undefined {
  try {
    const { document } = parseHTML(withBody(html))
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (value.length > maxAttributeCharacters) element.removeAttribute(name)
      }
    }
    // The title is read elsewhere; a very long one is slow to take apart.
    document.querySelector('title')?.remove()
    return new Readability(document, { disableJSONLD: true }).parse()?.content ?? undefined
  } catch {
    // Both libraries have markup that they throw at; the page's whole text is read without them.
    return undefined
  }
}

/** linkedom does not add what HTML lets a page leave out, and Readability begins at the body. */
const withBody = (html: string): string =>
  /<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`

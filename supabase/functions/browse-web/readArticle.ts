/** Reduces a page to its article with Readability. */
/// <reference lib="dom" />
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

/** Longer attributes are removed: some of Readability's patterns take quadratic time in their length. */
const maxAttributeCharacters = 2000

/**
 * Readability blocks the thread, for a time that grows with nodes × depth: 5,000 nested elements took 3
 * minutes. At these limits it takes 1 s. `widest`: attributes of one element.
 */
export const articleLimits = {
  elements: 8_000,
  nodes: 16_000,
  depth: 48,
  attributes: 40_000,
  widest: 200,
} as const

type Size = Readonly<Record<keyof typeof articleLimits, number>>

export const isReadable = (size: Size): boolean =>
  size.elements <= articleLimits.elements &&
  size.nodes <= articleLimits.nodes &&
  size.depth <= articleLimits.depth &&
  size.attributes <= articleLimits.attributes &&
  size.widest <= articleLimits.widest

/** @returns The article's HTML, or undefined if none is found. Scripts of the page never run. */
export function readArticle(html: string): string | undefined {
  try {
    const { document } = parseHTML(withBody(html))
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (value.length > maxAttributeCharacters) element.removeAttribute(name)
      }
    }
    joinTexts(document.documentElement)
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

/** linkedom makes a text node of each `<` and each entity: 40,000 of them took 4 s. */
function joinTexts(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    let run: ChildNode[] = []
    const join = (): void => {
      const [first, ...rest] = run
      if (first !== undefined && rest.length > 0) {
        first.textContent = run.map(({ textContent }) => textContent ?? '').join('')
        for (const node of rest) node.remove()
      }
      run = []
    }
    for (const node of Array.from(element.childNodes)) {
      if (node.nodeType === textNode) run.push(node)
      else join()
    }
    join()
  }
}

const textNode = 3

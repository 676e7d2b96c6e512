/**
 * Splits LaTeX into formulas and text. Python objects return a formula with or without delimiters, or mixed
 * text.
 */

/** A formula without its delimiters, or the text between formulas. */
export interface LatexPart {
  readonly kind: 'text' | 'formula'
  readonly source: string
  /** Whether the formula gets a line of its own. */
  readonly isDisplay: boolean
}

/** Closing delimiters by opening delimiter. */
const closers: Readonly<Record<string, string>> = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' }
/** A backslash escapes the next character: \$ is a dollar sign, and \\[2pt] a line break. */
const token = /\\[^]|\$\$?/g
/** Later formulas stay text: rendering thousands would block the page for seconds. */
const mostFormulas = 500
/** The same for one formula, and for all together. */
const mostCharacters = 20_000

/** @returns The whole text as one display formula if it contains no delimiters. Formulas that are too long stay text. */
export function splitLatex(latex: string): LatexPart[] {
  const source = latex.trim()
  const parts: LatexPart[] = []
  let opened: { readonly by: string; readonly at: number } | null = null
  let end = 0
  let formulas = 0
  let characters = 0
  const addText = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', source: text.replaceAll('\\$', '$'), isDisplay: false })
  }
  for (const { 0: found, index } of source.matchAll(token)) {
    if (opened === null) {
      if (formulas < mostFormulas && Object.hasOwn(closers, found)) opened = { by: found, at: index }
    } else if (found === closers[opened.by]) {
      const { by, at } = opened
      opened = null
      characters += index - at
      if (characters > mostCharacters) break
      addText(source.slice(end, at))
      const isWhole = at === 0 && index + found.length === source.length
      const isDisplay = by === '$$' || by === '\\[' || isWhole
      parts.push({ kind: 'formula', source: source.slice(at + by.length, index), isDisplay })
      end = index + found.length
      formulas += 1
    }
  }
  if (formulas === 0 && characters === 0 && source.length <= mostCharacters)
    return [{ kind: 'formula', source, isDisplay: true }]
  addText(source.slice(end))
  return parts
}

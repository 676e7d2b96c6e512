/** Finds the formulas in LaTeX: Python's objects give a formula with its delimiters, without any, or text with several in it. */

export interface LatexPart {
  readonly kind: 'text' | 'formula'
  readonly source: string
  /** Whether it stands on a line of its own. */
  readonly isDisplay: boolean
}

/** By what opens a formula: what closes it. */
const closers: Readonly<Record<string, string>> = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' }
/** A backslash takes with it what follows: \$ is a dollar, and \\[2pt] the end of a line. */
const token = /\\[^]|\$\$?/g
/** What comes after them stays text: thousands would keep the page busy for seconds. */
const mostFormulas = 500

export function splitLatex(latex: string): LatexPart[] {
  const source = latex.trim()
  const parts: LatexPart[] = []
  let opened: { readonly by: string; readonly at: number } | null = null
  let end = 0
  let formulas = 0
  const addText = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', source: text.replaceAll('\\$', '$'), isDisplay: false })
  }
  for (const { 0: found, index } of source.matchAll(token)) {
    if (opened === null) {
      if (formulas < mostFormulas && Object.hasOwn(closers, found)) opened = { by: found, at: index }
    } else if (found === closers[opened.by]) {
      const { by, at } = opened
      addText(source.slice(end, at))
      const isWhole = at === 0 && index + found.length === source.length
      const isDisplay = by === '$$' || by === '\\[' || isWhole
      parts.push({ kind: 'formula', source: source.slice(at + by.length, index), isDisplay })
      end = index + found.length
      formulas += 1
      opened = null
    }
  }
  if (formulas === 0) return [{ kind: 'formula', source, isDisplay: true }]
  addText(source.slice(end))
  return parts
}

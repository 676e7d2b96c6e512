/** Bounds the work that a text makes for the Markdown parser, which blocks the page: what is beyond stays text. */

/** Emphasis is resolved in time that grows with the square of its marks in one block: 20,000 marks took 9 s. */
const mostWork = 9_000_000
const mostCharacters = 100_000
/** Each may become several elements. */
const mostLines = 5_000
/** Quotes and lists within each other. The parser and React recurse into them. */
const mostLevels = 40

/** A quote or a list item begins; several may on one line. */
const container = /^[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/
const mark = /\*+|_+|~+|!?\[|\]|`+|<|&/g
/** Only at the margin, where no list or quote holds it, is it certain what a fence encloses. */
const fenceStart = /^(?:(`{3,})[^`]*|(~{3,}).*)$/
const htmlStart = /^ {0,3}</

interface SplitMarkdown {
  readonly markdown: string
  /** Shown as it is; empty for almost every text. */
  readonly rest: string
}

/** Splits at the beginning of the first block that is too much. */
export function splitMarkdown(source: string): SplitMarkdown {
  let work = 0
  let marks = 0
  let blockAt = 0
  let at = 0
  let lines = 0
  let fence: string | null = null
  let knowsFences = true

  for (const line of source.split(/(?<=\n|\r(?!\n))/)) {
    const text = line.replace(/[\r\n]+$/, '')
    lines += 1
    if (fence !== null) {
      if (closes(text, fence)) fence = null
    } else {
      const opened = knowsFences ? fenceStart.exec(text) : null
      if (text.trim() === '' || opened !== null || /^[-+*][ \t]/.test(text)) {
        work += marks ** 2
        marks = 0
        blockAt = at
      }
      fence = opened?.[1] ?? opened?.[2] ?? null
      // What HTML encloses is not known here, so from now on everything counts.
      if (htmlStart.test(text)) knowsFences = false
      if (fence === null) marks += text.match(mark)?.length ?? 0
    }
    const isTooMuch =
      work + marks ** 2 > mostWork ||
      at + line.length > mostCharacters ||
      lines > mostLines ||
      levelsOf(text) > mostLevels
    if (isTooMuch) return { markdown: source.slice(0, blockAt), rest: source.slice(blockAt) }
    at += line.length
  }
  return { markdown: source, rest: '' }
}

const closes = (text: string, fence: string): boolean => {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1]
  return found !== undefined && found[0] === fence[0] && found.length >= fence.length
}

/** How many containers a line may be in, by its markers and its indentation. */
function levelsOf(text: string): number {
  let levels = 0
  let rest = text
  for (let found = container.exec(rest); found; found = container.exec(rest)) {
    levels += 1
    rest = rest.slice(found[0].length)
    if (levels > mostLevels) return levels
  }
  // A line that is inside of lists begins with their indentation.
  const indentation = /^[ \t]*/.exec(text)?.[0] ?? ''
  return levels > 0 ? levels + Math.floor(indentation.replaceAll('\t', '    ').length / 2) : 0
}

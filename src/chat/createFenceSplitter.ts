/** Splits a model's streamed text into words and the first Python fence, which ends the step. */

export type FencePiece =
  | { readonly type: 'text'; readonly text: string }
  /** A Python fence opened. */
  | { readonly type: 'code-start' }
  | { readonly type: 'code'; readonly text: string }
  /** The fence closed; later text is ignored. */
  | { readonly type: 'code-end' }

interface FenceSplitter {
  /**
   * Takes a part of the text. @returns the pieces that are certain; a line that may become a fence is held
   * back.
   */
  readonly take: (text: string) => readonly FencePiece[]
  /** Returns the held-back text and closes an open fence. */
  readonly end: () => readonly FencePiece[]
}

interface Fence {
  readonly mark: string
  readonly isPython: boolean
}

/** CommonMark's fences: three or more ` or ~, indented by up to three spaces. */
const opening = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$/
const mayOpen = /^ {0,3}(`{0,2}|~{0,2}|`{3,}[^`\n]*|~{3,}[^\n]*)$/
const mayClose = /^[ \t]*([`~])\1*[ \t\r]*$/

export function createFenceSplitter(): FenceSplitter {
  let fence: Fence | undefined
  let line = ''
  /** Characters of the line that were already returned. */
  let given = 0
  let isDone = false

  const isCode = (): boolean => fence?.isPython === true
  const give = (text: string): FencePiece[] =>
    text === '' ? [] : [{ type: isCode() ? 'code' : 'text', text }]

  function endLine(): FencePiece[] {
    const whole = line.replace(/\r$/, '')
    const rest = line.slice(given)
    const isBegun = given > 0
    line = ''
    given = 0
    if (fence !== undefined) {
      if (isBegun || !closes(whole, fence.mark)) return give(`${rest}\n`)
      const closed = fence
      fence = undefined
      if (!closed.isPython) return give(`${rest}\n`)
      isDone = true
      return [{ type: 'code-end' }]
    }
    const [, mark, language = ''] = isBegun ? [] : (opening.exec(whole) ?? [])
    if (mark === undefined) return give(`${rest}\n`)
    fence = { mark, isPython: /^(python3?|py)$/i.test(language) }
    return fence.isPython ? [{ type: 'code-start' }] : give(`${rest}\n`)
  }

  /** The part of the unfinished line that is certain. */
  function giveBegun(): FencePiece[] {
    const isUnsure = fence === undefined ? mayOpen.test(line) : line.trim() === '' || mayClose.test(line)
    if (given === 0 && isUnsure) return []
    const text = line.slice(given)
    given = line.length
    return give(text)
  }

  return {
    take: (text) => {
      const pieces: FencePiece[] = []
      const parts = text.split('\n')
      for (const [index, part] of parts.entries()) {
        if (isDone) break
        line += part
        pieces.push(...(index < parts.length - 1 ? endLine() : giveBegun()))
      }
      return pieces
    },
    end: () => {
      if (isDone) return []
      const isClosing = fence !== undefined && given === 0 && closes(line, fence.mark)
      const pieces = isClosing && isCode() ? [] : give(line.slice(given))
      const isOpenCode = isCode()
      isDone = true
      return isOpenCode ? [...pieces, { type: 'code-end' }] : pieces
    },
  }
}

function closes(line: string, mark: string): boolean {
  const text = line.trim()
  return text.length >= mark.length && text === mark.charAt(0).repeat(text.length)
}

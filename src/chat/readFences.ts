/** Finds Python code between fences in a person's message. */

/** The code of each ```python (or ```py) fence, closed or open, in order. Blank fences are left out. */
export function readFences(text: string): readonly string[] {
  const fences: string[] = []
  let fence: { readonly mark: string; readonly lines: string[] } | undefined
  for (const line of text.split(/\r?\n/)) {
    if (fence === undefined) {
      const mark = /^ {0,3}(`{3,}|~{3,})\s*(?:python|py)\s*$/i.exec(line)?.[1]
      if (mark !== undefined) fence = { mark, lines: [] }
    } else if (isEndOf(line, fence.mark)) {
      fences.push(fence.lines.join('\n'))
      fence = undefined
    } else fence.lines.push(line)
  }
  if (fence !== undefined) fences.push(fence.lines.join('\n'))
  return fences.filter((code) => code.trim() !== '')
}

function isEndOf(line: string, mark: string): boolean {
  const end = line.trim()
  return end.length >= mark.length && end === mark.charAt(0).repeat(end.length)
}

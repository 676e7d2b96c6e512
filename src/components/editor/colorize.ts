/** Highlights read-only Python with Monaco's tokenizer. */
import { monaco } from './monaco.ts'

let styled: Promise<void> | undefined

/** Highlights Python. @returns HTML with the code escaped, safe to insert. */
export async function colorize(code: string, dark: boolean): Promise<string> {
  const theme = dark ? 'workbench-dark' : 'workbench-light'
  // Monaco injects its CSS with the first editor or the first coloured element.
  const example = document.createElement('span')
  styled ??= monaco.editor.colorizeElement(example, { mimeType: 'python', theme })
  await styled
  monaco.editor.setTheme(theme)
  const html = await monaco.editor.colorize(code, 'python', { tabSize: 4 })
  // Copied code must contain plain spaces: Python rejects non-breaking ones.
  return html.replaceAll(/&#160;|\u00a0/g, ' ')
}

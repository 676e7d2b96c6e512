/** Python in the editor's own colours, for where it is only shown. */
import { monaco } from './monaco.ts'

let styled: Promise<void> | undefined

/** HTML in which the code itself is escaped. The colours are those of the theme that the page has. */
export async function colorize(code: string, dark: boolean): Promise<string> {
  const theme = dark ? 'workbench-dark' : 'workbench-light'
  // Monaco writes the colours of its classes into the page with its first editor, or its first coloured element.
  const example = document.createElement('span')
  styled ??= monaco.editor.colorizeElement(example, { mimeType: 'python', theme })
  await styled
  monaco.editor.setTheme(theme)
  const html = await monaco.editor.colorize(code, 'python', { tabSize: 4 })
  // Who copies from it wants spaces: Python takes no others.
  return html.replaceAll(/&#160;|\u00a0/g, ' ')
}

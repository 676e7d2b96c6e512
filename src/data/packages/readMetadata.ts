/** Reads which other projects a wheel needs, from its METADATA. Its author chose every character. */

const field = 'requires-dist:'

/** The requirements as they are written there. */
export function readMetadata(text: string): string[] {
  // Headers end at the first empty line; the description follows.
  const [headers = ''] = text.split(/\r?\n\r?\n/, 1)
  // Not by one pattern for the whole line: that takes time that grows with the square of the spaces in it.
  return headers
    .split(/\r?\n/)
    .filter((line) => line.slice(0, field.length).toLowerCase() === field)
    .map((line) => line.slice(field.length).trim())
    .filter((line) => line !== '')
}

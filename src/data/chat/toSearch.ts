/** Turns the text of a search field into words to search for. */

/** Longer queries are cut: more words would not narrow the result. */
const most = { words: 10, characters: 200 }

/** Splits a query into distinct words in lower case. */
export function toWords(query: string): readonly string[] {
  const clean = query.slice(0, most.characters).toWellFormed().replaceAll('\0', '').normalize('NFC')
  const words = clean.toLowerCase().split(/\s+/).filter(Boolean)
  return [...new Set(words)].slice(0, most.words)
}

/** An ILIKE pattern that matches the word anywhere, with wildcards escaped. */
export const toPattern = (word: string): string => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** Whether every word is in one of the texts. */
export function hasWords(words: readonly string[], texts: readonly string[]): boolean {
  const lower = texts.map((text) => text.toLowerCase())
  return words.every((word) => lower.some((text) => text.includes(word)))
}

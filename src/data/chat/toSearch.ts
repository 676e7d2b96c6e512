/** Makes of what somebody types into a search field the words that are looked for. */

/** So many words and characters decide; a longer text names no more conversations. */
const most = { words: 10, characters: 200 }

/** In lower case, each once. */
export function toWords(query: string): readonly string[] {
  const clean = query.slice(0, most.characters).toWellFormed().replaceAll('\0', '').normalize('NFC')
  const words = clean.toLowerCase().split(/\s+/).filter(Boolean)
  return [...new Set(words)].slice(0, most.words)
}

/** For ILIKE, where the word may stand anywhere; its own wildcards mean themselves. */
export const toPattern = (word: string): string => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

/** Whether every word is in one of the texts. */
export function hasWords(words: readonly string[], texts: readonly string[]): boolean {
  const lower = texts.map((text) => text.toLowerCase())
  return words.every((word) => lower.some((text) => text.includes(word)))
}

/** Prepares a search text, alike for the backend and the outbox. */

/** A longer text does not fit in a URL. */
const searchCharacters = 200

/** Removes characters that Postgres cannot hold. */
export const toSearchText = (text: string): string =>
  text.slice(0, searchCharacters).toWellFormed().replaceAll('\0', '')

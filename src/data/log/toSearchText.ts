/** What of a text the history is searched for, at the backend and in the outbox alike. */

/** A longer text does not fit an address. */
const searchCharacters = 200

/** Without what Postgres cannot hold. */
export const toSearchText = (text: string): string =>
  text.slice(0, searchCharacters).toWellFormed().replaceAll('\0', '')

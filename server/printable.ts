/** Makes a line fit for a terminal: what functions, scripts and web pages wrote may hold commands to it. */

/** Controls, and characters that hide or turn what stands around them. */
const commands = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]/gu

/** Shows every such character as its code, except tabs and line breaks. */
export const printable = (text: string): string =>
  text.replace(commands, (sign) =>
    sign === '\t' || sign === '\n' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )

/** Makes a line fit for a terminal: what functions, scripts and web pages wrote may hold commands to it. */

/** Controls and formats, which hide or turn what stands around them, and letters of which nothing is drawn. */
const commands = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\p{Surrogate}/gu

/** Shows every such character as its code, except tabs and line breaks. */
export const printable = (text: string): string =>
  text.replace(commands, (sign) =>
    sign === '\t' || sign === '\n' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )

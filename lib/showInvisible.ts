/** Makes characters visible that would hide something from a person who has to decide about a text. */

/** Nothing is drawn for them, they change the direction, or they look like a space. Line breaks and tabs stay. */
const invisible =
  /(?![\n\t ])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Z}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]|\p{Surrogate}/gu

/** Each becomes its code point, such as `⟨U+202E⟩`. */
export const showInvisible = (text: string): string =>
  text.replaceAll(
    invisible,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )

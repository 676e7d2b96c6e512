/** Converts a form of a value to the file that is downloaded or copied. */
import type { BundleForm } from './viewBundle.ts'

/** Decodes base64 for images and audio. Invalid base64 gives a file with its text. */
export function blobOf({ data, mediaType, name }: Pick<BundleForm, 'data' | 'mediaType' | 'name'>): Blob {
  // Without a type, a browser never opens untrusted HTML as a page of this origin.
  if (name !== 'PNG' && name !== 'JPEG' && name !== 'Audio') return new Blob([data])
  try {
    return new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], {
      type: mediaType,
    })
  } catch {
    return new Blob([data])
  }
}

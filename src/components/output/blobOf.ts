/** A form of a shown value as the file that is downloaded or copied. */
import type { BundleForm } from './viewBundle.ts'

/** Base64 that cannot be read gives a file of its text. */
export function blobOf({ data, mediaType, name }: Pick<BundleForm, 'data' | 'mediaType' | 'name'>): Blob {
  // A neutral type for anything but images and sound: nothing that user code wrote is opened as a page of this origin.
  if (name !== 'PNG' && name !== 'JPEG' && name !== 'Audio') return new Blob([data])
  try {
    return new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], {
      type: mediaType,
    })
  } catch {
    return new Blob([data])
  }
}

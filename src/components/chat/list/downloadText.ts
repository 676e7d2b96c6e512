/** Offers a text as a file download. */

/**
 * Must be called from a user gesture; some browsers block downloads otherwise.
 * @param name The suggested file name.
 */
export function downloadText(name: string, text: string, mediaType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the URL after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

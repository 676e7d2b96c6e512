/** Validates the form of the user's own endpoint. */
import { modelLimits } from '../../../contract/ai/aiEndpoint.ts'

interface Typed {
  readonly address: string
  readonly model: string
  readonly key: string
  /** In tokens, or empty. */
  readonly context: string
}

/** @returns A sentence for the user about the first invalid field; null if all are valid. */
export function complaintAbout({ address, model, key, context }: Typed): string | null {
  if (!/^https?:\/\/[^\s/]/i.test(address) || !URL.canParse(address) || address.length > 2000) {
    return 'This is not a URL. Enter one such as http://127.0.0.1:11434/v1.'
  }
  const { username, password } = new URL(address)
  if (username !== '' || password !== '') {
    return 'Remove the user name and password from the URL. Enter a key in its own field.'
  }
  if (address.includes('?') || address.includes('#')) return 'Remove the part of the URL from ? or # on.'
  if (model.length > modelLimits.nameCharacters)
    return `The model’s name is too long. Use at most ${modelLimits.nameCharacters} characters.`
  if (!/^[!-~]*$/.test(key) || key.length > 4000)
    return 'This is not a valid key. It must not contain spaces or non-ASCII characters.'
  if (context !== '' && !(/^\d+$/.test(context) && Number(context) >= 256 && Number(context) <= 1e8)) {
    return 'Enter the context as a number of tokens, such as 8192, or leave it empty.'
  }
  return null
}

/** What is wrong with what was typed of an endpoint, in a sentence; null where nothing is. */
import { modelLimits } from '../../../contract/ai/aiEndpoint.ts'

interface Typed {
  readonly address: string
  readonly model: string
  readonly key: string
  /** Empty: not known. */
  readonly context: string
}

export function complaintAbout({ address, model, key, context }: Typed): string | null {
  if (!/^https?:\/\/[^\s/]/i.test(address) || !URL.canParse(address) || address.length > 2000) {
    return 'This is no address. It looks like http://127.0.0.1:11434/v1.'
  }
  const { username, password } = new URL(address)
  if (username !== '' || password !== '') {
    return 'The address must not hold a user name or password. A key goes into its own field.'
  }
  if (address.includes('?') || address.includes('#')) return 'The address must not have a ? or # in it.'
  if (model.length > modelLimits.nameCharacters) return 'No model has a name as long as that.'
  if (!/^[!-~]*$/.test(key) || key.length > 4000) return 'A key has letters, digits and signs, and no blanks.'
  if (context !== '' && !(/^\d+$/.test(context) && Number(context) >= 256 && Number(context) <= 1e8)) {
    return 'The context is a number of tokens, such as 8192. Leave it empty where you do not know it.'
  }
  return null
}

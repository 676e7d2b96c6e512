/** A setting of the functions, such as a provider's key. An unset variable of an .env file is an empty text. */
import process from 'node:process'

export const readVariable = (name: string): string | undefined => process.env[name]

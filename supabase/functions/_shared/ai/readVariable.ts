/**
 * Reads a setting of the functions, such as a provider's key. A variable without a value in .env is an empty
 * string.
 */
import process from 'node:process'

export const readVariable = (name: string): string | undefined => process.env[name]

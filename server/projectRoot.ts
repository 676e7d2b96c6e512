/** Where the project stands on this disk; everything the backend reads of it is found from here. */
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/** The project's folder, from which the backend resolves its paths. */
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/** The version that /health tells. */
import packageJson from '../package.json' with { type: 'json' }

export const appVersion = packageJson.version

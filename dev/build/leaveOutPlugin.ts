/** Vite plugin: leaves out of the page what auth-js imports for ways to sign in that the app does not offer. */
import type { Plugin } from 'vite'

/** Throws if called, so that a stand-in cannot be used unnoticed. */
const standIn = `const leftOut = () => { throw new Error('Left out of the page: see dev/build/leaveOutPlugin.ts') }`

const asStandIns = (names: readonly string[]): string =>
  `${standIn}\nexport { ${names.map((name) => `leftOut as ${name}`).join(', ')} }`

/**
 * Modules of auth-js by their place in it: passkeys and crypto wallets. If auth-js imports another name of one of them, the build
 * fails. GoTrueAdminApi stays: signing out calls it.
 */
const standIns: Readonly<Record<string, string>> = {
  'lib/webauthn': `${asStandIns([
    'browserSupportsWebAuthn',
    'createCredential',
    'deserializeCredentialCreationOptions',
    'deserializeCredentialRequestOptions',
    'getCredential',
    'serializeCredentialCreationResponse',
    'serializeCredentialRequestResponse',
    'webAuthnAbortService',
  ])}\nexport class WebAuthnApi {}`,
  'lib/web3/ethereum': asStandIns(['createSiweMessage', 'fromHex', 'getAddress', 'toHex']),
}

const authModule = /\/@supabase\/auth-js\/dist\/module\/(.*)\.js$/

export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    apply: 'build',
    enforce: 'pre',
    load: (id) => standIns[authModule.exec(id)?.[1] ?? ''],
  }
}

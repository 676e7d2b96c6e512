/** The app's settings for @supabase/lite, the same for every database. */
import type { Keys } from './keys.ts'
import { passwordLength } from './passwordRules.ts'

export const liteSettings = (keys: Keys, siteUrl: string) => ({
  api: { schemas: ['public'], max_rows: 1000 },
  auth: {
    enabled: true,
    jwt_secret: keys.jwtSecret,
    jwt_expiry: 3600,
    site_url: siteUrl,
    enable_signup: true,
    minimum_password_length: passwordLength.least,
    publishable_key: keys.publishable,
    secret_key: keys.secret,
    email: { enable_signup: true, enable_confirmations: false },
  },
  options: {
    server: { admin: false, disableStudio: true },
    drivers: {
      // There is no mail server, and a log is no place for codes. createAuthDoor.ts refuses what would send one.
      email: { send: async () => {} },
    },
  },
})

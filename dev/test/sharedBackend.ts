/** The one backend that many test files ask, and the world outside that is played for it. Vitest starts both in a process of their own. */
import { inject } from 'vitest'

export interface SharedBackend {
  readonly url: string
  readonly publishableKey: string
  readonly secretKey: string
  /** Holds the keys that sign its tokens. */
  readonly dataDirectory: string
}

export interface SharedTwins {
  readonly url: string
  readonly hostPort: string
}

declare module 'vitest' {
  interface ProvidedContext {
    backend: SharedBackend
    twins: SharedTwins
  }
}

/** Only for files that import this module: by it they are sorted (see sortTests.ts). */
export const sharedBackend: SharedBackend = inject('backend')
export const sharedTwins: SharedTwins = inject('twins')

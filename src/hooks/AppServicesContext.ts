/** The context through which hooks reach the services that src/app composes once. */
import { createContext } from 'react'
import type { BuiltInAccess } from '../chat/createBuiltInAccess.ts'
import type { Chats } from '../chat/createChats.ts'
import type { Voice } from '../chat/voice/createVoice.ts'
import type { AiStatus } from '../data/settings/createAiStatus.ts'
import type { ExecutionQueries } from '../data/log/createExecutionQueries.ts'
import type { Outbox } from '../data/log/createOutbox.ts'
import type { SessionStore } from '../data/session/createSession.ts'
import type { PackageSource } from '../data/packages/createPackageSource.ts'
import type { Webhooks } from '../data/settings/createWebhooks.ts'
import type { Runner } from '../../run/lead/Runner.ts'
import type { ChatStorage } from '../state/createChatStorage.ts'
import type { OpenScriptsStore } from '../state/createOpenScripts.ts'
import type { PreferencesStore } from '../state/createPreferences.ts'

/** The chats, plus parts of the chat that load on first use. */
export interface ChatServices extends Chats {
  /** Loads the browser's built-in model. Every call gives the same instance. */
  readonly loadBuiltInAccess: () => Promise<BuiltInAccess>
  /** Loads speech input and output. Every call gives the same instance. */
  readonly loadVoice: () => Promise<Voice>
}

/**
 * Every service that hooks may use. Components read these through hooks, not from here.
 * A `load…` function fetches its code on the first call, and rejects if that code cannot be loaded.
 */
export interface AppServices {
  readonly runner: Runner
  readonly session: SessionStore
  readonly outbox: Outbox
  readonly executionQueries: ExecutionQueries
  readonly openScripts: OpenScriptsStore
  readonly preferences: PreferencesStore
  readonly chatStorage: ChatStorage
  readonly pyodideVersion: string
  readonly loadPackageSource: () => Promise<PackageSource>
  readonly loadWebhooks: () => Promise<Webhooks>
  readonly loadAiStatus: () => Promise<AiStatus>
  /** Every call gives the same instance. */
  readonly loadChats: () => Promise<ChatServices>
}

/** null above the provider, which only src/app renders. Read it with `useAppServices`. */
export const AppServicesContext = createContext<AppServices | null>(null)

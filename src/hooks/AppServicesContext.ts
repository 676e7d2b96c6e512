/** What src/app composes once and every hook reads. */
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

export interface ChatServices extends Chats {
  /** The browser's own model; the same one each time. */
  readonly loadBuiltInAccess: () => Promise<BuiltInAccess>
  /** The same one each time. */
  readonly loadVoice: () => Promise<Voice>
}

export interface AppServices {
  readonly runner: Runner
  readonly session: SessionStore
  readonly outbox: Outbox
  readonly executionQueries: ExecutionQueries
  readonly openScripts: OpenScriptsStore
  readonly preferences: PreferencesStore
  readonly chatStorage: ChatStorage
  readonly pyodideVersion: string
  /** Not needed before somebody looks at them; each rejects where that part of the app cannot be loaded. */
  readonly loadPackageSource: () => Promise<PackageSource>
  readonly loadWebhooks: () => Promise<Webhooks>
  readonly loadAiStatus: () => Promise<AiStatus>
  /** The same ones each time. */
  readonly loadChats: () => Promise<ChatServices>
}

export const AppServicesContext = createContext<AppServices | null>(null)

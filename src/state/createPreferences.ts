/**
 * A person's preferences in this browser, kept in sync across its tabs: theme, limits of scripts, approvals.
 */
import * as z from 'zod/mini'
import {
  approvalChoices,
  type ApprovalKind,
  defaultApprovals,
  type Approvals,
} from '../../contract/run/approvals.ts'
import { limits, type ChosenLimits } from '../../contract/run/workerProtocol.ts'
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { preferencesKey } from './readStoredMemoryLimit.ts'

const within = ({ least, default: usual, most }: Readonly<Record<'least' | 'default' | 'most', number>>) =>
  z.catch(z.int().check(z.minimum(least), z.maximum(most)), usual)

/** A choice that is missing or unknown gets its default; the others stay. */
const approval = (kind: ApprovalKind) => z.catch(z.enum(approvalChoices), defaultApprovals[kind])

const preferences = z.object({
  theme: z.catch(z.enum(['system', 'light', 'dark']), 'system'),
  runSeconds: within(limits.runSeconds),
  toolCalls: within(limits.toolCalls),
  toolCallsAtOnce: within(limits.toolCallsAtOnce),
  memoryMegabytes: z.catch(z.literal(limits.memoryMegabytes.choices), limits.memoryMegabytes.default),
  runsOnServer: z.catch(z.boolean(), false),
  approvals: z.catch(
    z.object({ write: approval('write'), spend: approval('spend'), browse: approval('browse') }),
    defaultApprovals,
  ),
  allowedHosts: z.catch(z.array(z.string()), []),
  /** null: the CDN. */
  packageFolder: z.catch(z.nullable(z.string()), null),
  /** Group of panes to pane to size in percent. */
  panes: z.catch(z.record(z.string(), z.record(z.string(), z.number())), {}),
})
type Stored = z.infer<typeof preferences>

export interface Preferences extends ChosenLimits {
  readonly theme: Stored['theme']
  /** Whether scripts run on the server instead of in this browser. */
  readonly runsOnServer: boolean
  /** Approvals of tool calls in chats; a person's own scripts never ask. */
  readonly approvals: Approvals
  /** Hosts of web pages that chats do not ask about, as `hostOf` writes them. */
  readonly allowedHosts: readonly string[]
  /** Folder of wheels as typed; null: the CDN of this Pyodide. */
  readonly packageFolder: string | null
  /** Group of panes to pane to size in percent. */
  readonly panes: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export interface PreferencesStore extends ReadableStore<Preferences> {
  readonly update: (change: Partial<Preferences>) => void
  readonly dispose: () => void
}

interface PreferencesOptions {
  /** `window`: its `storage` event reports changes by other tabs. */
  readonly page: EventTarget
  readonly storage?: KeyValueStorage
}

export function createPreferences({
  page,
  storage = openStorage(() => localStorage),
}: PreferencesOptions): PreferencesStore {
  const store = createStore<Preferences>(readPreferences(storage))
  const readAgain = (event: Event) => {
    if (!('key' in event) || event.key === preferencesKey || event.key === null)
      store.setState(readPreferences(storage))
  }
  page.addEventListener('storage', readAgain)
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    update(change) {
      const next = { ...store.getState(), ...change }
      storage.write(preferencesKey, JSON.stringify(next))
      store.setState(next)
    },
    dispose: () => page.removeEventListener('storage', readAgain),
  }
}

/** Parts that cannot be read get their defaults. */
function readPreferences(storage: KeyValueStorage): Preferences {
  try {
    return preferences.parse(JSON.parse(storage.read(preferencesKey) ?? '{}'))
  } catch {
    return preferences.parse({})
  }
}

/** How this person likes the page to look and what scripts may use, in every tab of this browser. */
import * as z from 'zod/mini'
import { approvalChoices, defaultApprovals, type Approvals } from '../../contract/run/approvals.ts'
import { limits, type ChosenLimits } from '../../contract/run/workerProtocol.ts'
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { openStorage, type KeyValueStorage } from '../../lib/openStorage.ts'
import { preferencesKey } from './readStoredMemoryLimit.ts'

const within = ({ least, default: usual, most }: Readonly<Record<'least' | 'default' | 'most', number>>) =>
  z.catch(z.int().check(z.minimum(least), z.maximum(most)), usual)

const preferences = z.object({
  theme: z.catch(z.enum(['system', 'light', 'dark']), 'system'),
  runSeconds: within(limits.runSeconds),
  toolCalls: within(limits.toolCalls),
  toolCallsAtOnce: within(limits.toolCallsAtOnce),
  memoryMegabytes: z.catch(z.literal(limits.memoryMegabytes.choices), limits.memoryMegabytes.default),
  runsOnServer: z.catch(z.boolean(), false),
  approvals: z.catch(
    z.object({ write: z.enum(approvalChoices), spend: z.enum(approvalChoices) }),
    defaultApprovals,
  ),
  /** null: the CDN. */
  packageFolder: z.catch(z.nullable(z.string()), null),
  /** Sizes in percent by pane, for each group of panes. */
  panes: z.catch(z.record(z.string(), z.record(z.string(), z.number())), {}),
})
type Stored = z.infer<typeof preferences>

export interface Preferences extends ChosenLimits {
  readonly theme: Stored['theme']
  /** Where scripts run; else in this browser. */
  readonly runsOnServer: boolean
  /** Which calls of a chat ask first; a person's own scripts never do. */
  readonly approvals: Approvals
  /** Where wheels come from, as it was typed; null: the CDN of this Pyodide. */
  readonly packageFolder: string | null
  /** Sizes in percent by pane, for each group of panes. */
  readonly panes: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export interface PreferencesStore extends ReadableStore<Preferences> {
  readonly update: (change: Partial<Preferences>) => void
  readonly dispose: () => void
}

interface PreferencesOptions {
  /** `window`: it tells what another tab stored. */
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

/** Each part that cannot be read has its default. */
function readPreferences(storage: KeyValueStorage): Preferences {
  try {
    return preferences.parse(JSON.parse(storage.read(preferencesKey) ?? '{}'))
  } catch {
    return preferences.parse({})
  }
}

/** What the page's first module needs of the preferences, without what it takes to read them all. */
import { limits, type MemoryMegabytes } from '../../contract/run/workerProtocol.ts'
import { openStorage } from '../../lib/openStorage.ts'

/** Where the preferences are stored, as JSON. */
export const preferencesKey = 'eliza.preferences'

/** The memory limit that was chosen, else the default. */
export function readStoredMemoryLimit(storage = openStorage(() => localStorage)): MemoryMegabytes {
  const { choices, default: usual } = limits.memoryMegabytes
  try {
    const stored: unknown = JSON.parse(storage.read(preferencesKey) ?? '{}')
    if (!(stored instanceof Object && 'memoryMegabytes' in stored)) return usual
    return choices.find((choice) => choice === stored.memoryMegabytes) ?? usual
  } catch {
    return usual
  }
}

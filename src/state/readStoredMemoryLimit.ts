/** Reads the memory limit for the page's first module, without the code for all preferences. */
import { limits, type MemoryMegabytes } from '../../contract/run/workerProtocol.ts'
import { openStorage } from '../../lib/openStorage.ts'

/** Storage key of the preferences, as JSON. */
export const preferencesKey = 'eliza.preferences'

/** The chosen memory limit, or else the default. */
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

/** Vitest's set-up of the tests that start Python: what it starts from is built once, not by each of them at a time. */
import { buildPythonAssets } from '../build/buildPythonAssets.ts'

export async function setup(): Promise<void> {
  await buildPythonAssets()
}

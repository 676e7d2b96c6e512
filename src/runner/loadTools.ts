/** Fetches the tool manifest, which no page needs to show itself and no script before its first call. */
import type { findTool, toolManifest } from '../../contract/tools/manifest.ts'

export interface Tools {
  readonly findTool: typeof findTool
  readonly toolManifest: typeof toolManifest
}

/** undefined where it cannot be had at the moment; a later call tries again. */
export const loadTools = (): Promise<Tools | undefined> =>
  import('../../contract/tools/manifest.ts').catch(() => undefined)

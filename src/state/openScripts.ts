/** The shapes of the editor's open scripts, in the page and in storage. */
import * as z from 'zod/mini'

const newScript = z.object({
  name: z.string(),
  code: z.string(),
  /** The example or workflow that the script came from. */
  workflowId: z.nullable(z.string()),
})
/** Time in milliseconds since 1970, and id of the tab. */
const mark = z.object({ at: z.number(), tab: z.string() })
/**
 * `changed`: the last edit by a person since the script was opened. `from`: the other tab's version that it
 * is based on.
 */
const openScript = z.extend(newScript, {
  id: z.uuid(),
  changed: z.optional(z.extend(mark, { from: z.optional(mark) })),
})
export const openScripts = z
  .object({
    scripts: z.array(openScript).check(z.minLength(1)),
    activeId: z.string(),
    written: z.optional(mark),
  })
  .check(z.refine(({ scripts, activeId }) => scripts.some(({ id }) => id === activeId)))

/** Storage key of the open scripts, as JSON. */
export const openScriptsKey = 'eliza.scripts'
/** Key prefix under which a closing tab leaves changes that the shelf does not have yet, as JSON. */
export const leftScriptsPrefix = 'eliza.scripts.left.'

export type NewScript = Readonly<z.infer<typeof newScript>>
export type OpenScript = Readonly<z.infer<typeof openScript>>
export interface OpenScripts {
  /** At least one script, in the order of the tabs. */
  readonly scripts: readonly OpenScript[]
  readonly activeId: string
  /** When and by which tab it was stored. */
  readonly written?: z.infer<typeof mark> | undefined
}

export function activeScript({ scripts, activeId }: OpenScripts): OpenScript {
  const active = scripts.find(({ id }) => id === activeId)
  if (!active) throw new Error('The active script is not among those that are open')
  return active
}

export const hasSameText = (one: NewScript, other: NewScript): boolean =>
  one.name === other.name && one.code === other.code && one.workflowId === other.workflowId

/** A tab's changes as stored for the time after it. */
export const changedScripts = z.extend(mark, { scripts: z.array(openScript), activeId: z.string() })
export interface ChangedScripts extends Readonly<z.infer<typeof mark>> {
  readonly scripts: readonly OpenScript[]
  readonly activeId: string
}

/** Storage for tabs' changes that survives the browser's process. */
export interface ScriptShelf {
  /**
   * Claims a tab's id with a Web Lock, which tells other tabs that it is alive. @returns false if another
   * page holds the id.
   */
  readonly claim: (tab: string) => Promise<boolean>
  /** Stores a tab's changes. @throws if the browser has no room. */
  readonly keep: (changed: ChangedScripts) => Promise<void>
  /**
   * Takes over changes of closed tabs and of this tab's earlier pages. If there are any, `adopt` is called
   * with a function that merges them into this tab's scripts, given those that it began with. The result of
   * `adopt` replaces the changes taken over.
   */
  readonly takeOver: (
    tab: string,
    adopt: (merge: (current: OpenScripts, stored: OpenScripts | null) => OpenScripts) => ChangedScripts,
  ) => Promise<void>
}

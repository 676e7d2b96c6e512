/** What the editor's scripts are made of, in the page and where they are stored. */
import * as z from 'zod/mini'

const newScript = z.object({
  name: z.string(),
  code: z.string(),
  /** The example or workflow it came from. */
  workflowId: z.nullable(z.string()),
})
/** When, in milliseconds since 1970, and by which tab. */
const mark = z.object({ at: z.number(), tab: z.string() })
/** `changed`: by a person, since it was opened; `from`: the version of another tab that this one was made of. */
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

/** Where what is open is stored, as JSON. */
export const openScriptsKey = 'eliza.scripts'
/** Where a tab that is left puts what its shelf has not yet, as JSON under its own name. */
export const leftScriptsPrefix = 'eliza.scripts.left.'

export type NewScript = Readonly<z.infer<typeof newScript>>
export type OpenScript = Readonly<z.infer<typeof openScript>>
export interface OpenScripts {
  /** At least one, in the order of their tabs. */
  readonly scripts: readonly OpenScript[]
  readonly activeId: string
  /** Where it was stored: when and by which tab. */
  readonly written?: z.infer<typeof mark> | undefined
}

export function activeScript({ scripts, activeId }: OpenScripts): OpenScript {
  const active = scripts.find(({ id }) => id === activeId)
  if (!active) throw new Error('The active script is not among those that are open')
  return active
}

export const hasSameText = (one: NewScript, other: NewScript): boolean =>
  one.name === other.name && one.code === other.code && one.workflowId === other.workflowId

/** What a tab changed, as it is kept for the time after it. */
export const changedScripts = z.extend(mark, { scripts: z.array(openScript), activeId: z.string() })
export interface ChangedScripts extends Readonly<z.infer<typeof mark>> {
  readonly scripts: readonly OpenScript[]
  readonly activeId: string
}

/** Keeps what tabs changed so that it outlives the browser's process. */
export interface ScriptShelf {
  /** Whether no other page is this tab; from now on others know that it is there. */
  readonly claim: (tab: string) => Promise<boolean>
  /** Rejects where the browser has no room for it. */
  readonly keep: (changed: ChangedScripts) => Promise<void>
  /**
   * Where tabs that are gone, or earlier pages of this one, left something, `adopt` is called with what merges that into this
   * tab's scripts, given those that it began with; what it returns is kept in place of what was left.
   */
  readonly takeOver: (
    tab: string,
    adopt: (merge: (current: OpenScripts, stored: OpenScripts | null) => OpenScripts) => ChangedScripts,
  ) => Promise<void>
}

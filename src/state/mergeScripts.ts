/** Brings what other tabs left into this one's scripts: nothing that was written is lost, and nothing is there twice. Pure. */
import { v4 as newId } from 'uuid'
import { hasSameText, type ChangedScripts, type OpenScript, type OpenScripts } from './openScripts.ts'

type Scripts = readonly OpenScript[]

/**
 * `stored`: what this tab began with, null where that is its first script. Gives the same state where nothing is new. Of a
 * script in two versions the later one is kept, and both if they were written beside each other.
 */
export function mergeScripts(
  current: OpenScripts,
  left: readonly ChangedScripts[],
  stored: OpenScripts | null,
): OpenScripts {
  // Nobody has touched the first script of a first visit.
  const isBlank = stored === null && current.scripts.every(({ changed }) => changed === undefined)
  let scripts: Scripts = isBlank ? [] : current.scripts
  let activeId: string | undefined = isBlank ? undefined : current.activeId
  const lastChange = Math.max(
    stored?.written?.at ?? 0,
    ...current.scripts.map(({ changed }) => changed?.at ?? 0),
  )
  for (const { tab, at, scripts: others, activeId: theirs } of left.toSorted((a, b) => a.at - b.at)) {
    // The tab itself has stored more since, such as that it closed a script.
    if (stored?.written?.tab === tab && stored.written.at >= at) continue
    for (const other of others) {
      // What this tab has made of it since stands.
      if (isIn(stored, other) && !scripts.some((script) => hasSameText(script, other))) continue
      const merged = withScript(scripts, other)
      scripts = merged.scripts
      if (activeId === undefined || (other.id === theirs && at > lastChange)) activeId = merged.id
    }
  }
  if (activeId === undefined) return current
  return scripts === current.scripts && activeId === current.activeId ? current : { scripts, activeId }
}

/** Whether a tab began with this version of a script, or with one made of it. */
const isIn = (stored: OpenScripts | null, other: OpenScript): boolean =>
  stored?.scripts.some(
    (script) => script.id === other.id && (hasSameText(script, other) || isMadeOf(script, other)),
  ) ?? false

/** `id`: under which it is there. */
function withScript(scripts: Scripts, other: OpenScript): { scripts: Scripts; id: string } {
  const { id } = other
  const index = scripts.findIndex((script) => script.id === id)
  const own = scripts[index]
  const twin = own && hasSameText(own, other) ? own : scripts.find((script) => hasSameText(script, other))
  if (twin) return { scripts, id: twin.id }
  if (!own) return { scripts: [...scripts, other], id }
  if (isMadeOf(other, own)) return { scripts: scripts.with(index, other), id }
  if (isMadeOf(own, other)) return { scripts, id }
  const copy = { ...other, id: newId(), name: `${other.name} (other tab)` }
  return { scripts: [...scripts, copy], id: copy.id }
}

/** Whether one version of a script was written on top of another, by the same tab or by the next. */
const isMadeOf = ({ changed: later }: OpenScript, { changed: earlier }: OpenScript): boolean =>
  earlier === undefined ||
  [later, later?.from].some((mark) => mark?.tab === earlier.tab && mark.at >= earlier.at)

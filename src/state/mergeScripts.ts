/** Merges scripts of closed tabs into this tab's by ancestry, without loss or duplicates. Pure. */
import { v4 as newId } from 'uuid'
import { hasSameText, type ChangedScripts, type OpenScript, type OpenScripts } from './openScripts.ts'

type Scripts = readonly OpenScript[]

/**
 * Merges what other tabs left. The later version of a script wins; concurrent edits are kept as two copies.
 * @param stored what this tab began with; null on a first visit.
 * @returns `current` itself if nothing is new.
 */
export function mergeScripts(
  current: OpenScripts,
  left: readonly ChangedScripts[],
  stored: OpenScripts | null,
): OpenScripts {
  // On a first visit, the untouched example is replaced.
  const isBlank = stored === null && current.scripts.every(({ changed }) => changed === undefined)
  let scripts: Scripts = isBlank ? [] : current.scripts
  let activeId: string | undefined = isBlank ? undefined : current.activeId
  const lastChange = Math.max(
    stored?.written?.at ?? 0,
    ...current.scripts.map(({ changed }) => changed?.at ?? 0),
  )
  for (const { tab, at, scripts: others, activeId: theirs } of left.toSorted((a, b) => a.at - b.at)) {
    // That tab has stored a later state since, for example because it closed a script.
    if (stored?.written?.tab === tab && stored.written.at >= at) continue
    for (const other of others) {
      // This tab began with that version and has changed or closed it since.
      if (isIn(stored, other) && !scripts.some((script) => hasSameText(script, other))) continue
      const merged = withScript(scripts, other)
      scripts = merged.scripts
      if (activeId === undefined || (other.id === theirs && at > lastChange)) activeId = merged.id
    }
  }
  if (activeId === undefined) return current
  return scripts === current.scripts && activeId === current.activeId ? current : { scripts, activeId }
}

/** Whether a tab began with this version of a script or a descendant of it. */
const isIn = (stored: OpenScripts | null, other: OpenScript): boolean =>
  stored?.scripts.some(
    (script) => script.id === other.id && (hasSameText(script, other) || isMadeOf(script, other)),
  ) ?? false

/** Adds one script. `id` is the id that it ends up under. */
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

/** Whether the first version descends from the second, by the same tab or by the next one. */
const isMadeOf = ({ changed: later }: OpenScript, { changed: earlier }: OpenScript): boolean =>
  earlier === undefined ||
  [later, later?.from].some((mark) => mark?.tab === earlier.tab && mark.at >= earlier.at)

/**
 * Edits of the open scripts. Pure: each edit returns the next state, and the same object if nothing changes.
 */
import { v4 as newId } from 'uuid'
import {
  activeScript,
  hasSameText,
  type NewScript,
  type OpenScript,
  type OpenScripts,
} from './openScripts.ts'

/** Time and tab of an edit, stored with the changed script. */
export interface EditMark {
  readonly at: number
  readonly tab: string
}

export const scriptEdits = {
  /** The state of a first visit. */
  begin(script: NewScript): OpenScripts {
    const first = withId(script)
    return { scripts: [first], activeId: first.id }
  },

  /** Replaces the active script's code. */
  setCode(state: OpenScripts, code: string, mark: EditMark): OpenScripts {
    return code === activeScript(state).code ? state : change(state, state.activeId, { code }, mark)
  },

  /** Renames a script; a blank name is ignored. */
  rename(state: OpenScripts, id: string, name: string, mark: EditMark): OpenScripts {
    return name.trim() === '' ? state : change(state, id, { name: name.trim() }, mark)
  },

  /** Opens a script in a new tab, or activates the tab that holds exactly this script. */
  open(state: OpenScripts, script: NewScript): OpenScripts {
    const present = state.scripts.find((other) => hasSameText(other, script))
    return present === undefined
      ? scriptEdits.insert(state, withId(script), state.scripts.length)
      : scriptEdits.activate(state, present.id)
  },

  /** Opens an empty script. */
  create: (state: OpenScripts): OpenScripts =>
    scriptEdits.insert(state, untitled(state.scripts), state.scripts.length),

  /** Inserts a script and activates it. */
  insert: ({ scripts }: OpenScripts, script: OpenScript, index: number): OpenScripts => ({
    scripts: scripts.toSpliced(index, 0, script),
    activeId: script.id,
  }),

  activate(state: OpenScripts, activeId: string): OpenScripts {
    const isOpen = state.scripts.some(({ id }) => id === activeId)
    return isOpen && activeId !== state.activeId ? { scripts: state.scripts, activeId } : state
  },

  /** Closes a script; after the last one, an empty script opens. */
  close(state: OpenScripts, id: string): OpenScripts {
    const { scripts, activeId } = state
    const index = scripts.findIndex((script) => script.id === id)
    if (index === -1) return state
    const rest = scripts.toSpliced(index, 1)
    // The right neighbour becomes active, as in browsers.
    const next = rest[Math.min(index, rest.length - 1)] ?? untitled([])
    return { scripts: rest.length > 0 ? rest : [next], activeId: id === activeId ? next.id : activeId }
  },
}

function change(
  { scripts, activeId }: OpenScripts,
  id: string,
  changes: Partial<NewScript>,
  { at, tab }: EditMark,
): OpenScripts {
  return {
    activeId,
    scripts: scripts.map((script) => {
      if (script.id !== id) return script
      const { changed: former } = script
      const from = former?.tab === tab ? former.from : former && { at: former.at, tab: former.tab }
      return { ...script, ...changes, changed: { at, tab, from } }
    }),
  }
}

const withId = (script: NewScript): OpenScript => ({ ...script, id: newId() })

/** An empty script under the first free name. */
function untitled(others: readonly OpenScript[]): OpenScript {
  const names = new Set(others.map(({ name }) => name))
  let name = 'Untitled'
  for (let number = 2; names.has(name); number += 1) name = `Untitled ${number}`
  return withId({ name, code: '', workflowId: null })
}

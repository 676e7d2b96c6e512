/** Keeps the type checker's and the linter's word on the open script up to date, and starts both when first used. */
import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { Diagnostic } from 'vscode-languageserver-types'
import { createStore } from '../../../lib/createStore.ts'
import { checkImports, isOfImport, type ExplainImports } from './checkImports.ts'
import { checkRequirements } from './checkRequirements.ts'
import type { TypeChecker } from './createTypeChecker.ts'
import { monaco } from './monaco.ts'
import { ruff } from './ruff.ts'
import { toMarkers } from './toMarkers.ts'

type CheckerState = 'off' | 'starting' | 'ready' | 'failed'

const state = createStore<CheckerState>('off')
interface Watched {
  readonly model: editor.ITextModel
  readonly explainImports: ExplainImports
}

const watched = new Map<string, Watched>()
let checker: TypeChecker | undefined

/** Until the start that is under way has succeeded or failed. */
async function settled(): Promise<void> {
  if (state.getState() !== 'starting') return
  await new Promise<void>((resolve) => {
    const unsubscribe = state.subscribe(() => {
      unsubscribe()
      resolve()
    })
  })
}

const lintAfterMs = 500

/** A file name from the script's id, which stands in its address. */
const nameOf = (model: editor.ITextModel) => `${model.uri.path.split('/')[1] ?? ''}.py`

function mark(owner: 'types' | 'lint', model: editor.ITextModel, diagnostics: readonly Diagnostic[]): void {
  if (!model.isDisposed()) monaco.editor.setModelMarkers(model, owner, toMarkers(diagnostics))
}

async function markTypes(
  { model, explainImports }: Watched,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const [unresolved, others] = [
    diagnostics.filter(isOfImport),
    diagnostics.filter((each) => !isOfImport(each)),
  ]
  mark('types', model, others)
  const version = model.getVersionId()
  const found = await checkImports(model.getValue(), unresolved, explainImports)
  // Newer words come with each edit.
  const isLatest = isWatched(nameOf(model), model) && model.getVersionId() === version
  if (found.length > 0 && isLatest) mark('types', model, [...others, ...found])
}

function fail(): void {
  checker = undefined
  for (const { model } of watched.values()) mark('types', model, [])
  state.setState('failed')
}

async function load(): Promise<void> {
  try {
    const { createTypeChecker } = await import('./createTypeChecker.ts')
    checker = await createTypeChecker({
      onDiagnostics(name, diagnostics) {
        const known = watched.get(name)
        if (known) void markTypes(known, diagnostics)
      },
      onGone: fail,
    })
    for (const [name, { model }] of watched) checker.update(name, model.getValue())
    state.setState('ready')
  } catch {
    fail()
  }
}

/** Starts the type checker when the page has nothing better to do; a second call does nothing. */
function start(): void {
  if (state.getState() !== 'off') return
  state.setState('starting')
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void load(), { timeout: 2000 })
  else setTimeout(() => void load(), 200)
}

const isWatched = (name: string, model: editor.ITextModel): boolean => watched.get(name)?.model === model

/** Checks this script once the type checker is there and after each edit, until the returned function is called. */
function watch(model: editor.ITextModel, explainImports: ExplainImports): () => void {
  const name = nameOf(model)
  let linting: ReturnType<typeof setTimeout> | undefined
  const lint = async () => {
    const version = model.getVersionId()
    const code = model.getValue()
    const found = [...(await ruff.lint(code).catch(() => [])), ...checkRequirements(code)]
    if (isWatched(name, model) && model.getVersionId() === version) mark('lint', model, found)
  }
  const lintSoon = () => {
    clearTimeout(linting)
    // Types first: both at once would only make both late.
    if (state.getState() === 'off' || state.getState() === 'starting') return
    linting = setTimeout(() => void lint(), lintAfterMs)
  }
  watched.set(name, { model, explainImports })
  checker?.update(name, model.getValue())
  lintSoon()
  const changes = model.onDidChangeContent(() => {
    start()
    checker?.update(name, model.getValue())
    lintSoon()
  })
  const unsubscribe = state.subscribe(lintSoon)
  return () => {
    clearTimeout(linting)
    unsubscribe()
    changes.dispose()
    watched.delete(name)
    checker?.forget(name)
    mark('types', model, [])
    mark('lint', model, [])
  }
}

export const scriptChecks = {
  getState: state.getState,
  subscribe: state.subscribe,
  watch,
  start,
  /** After a failure. */
  restart() {
    if (state.getState() === 'failed') state.setState('off')
    start()
  },
  /**
   * The type checker and the name it knows this script by, once it has started; null where it cannot, and for scripts
   * that are only shown.
   */
  async checkerOf(
    model: editor.ITextModel,
  ): Promise<{ readonly checker: TypeChecker; readonly name: string } | null> {
    const name = nameOf(model)
    if (!isWatched(name, model)) return null
    start()
    await settled()
    return checker === undefined || !isWatched(name, model) ? null : { checker, name }
  },
}

/** Runs the type checker and the linter on the open script, and starts both on first use. */
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

/** Resolves when a pending start has succeeded or failed. */
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

/** A file name made of the script's id, which is part of the model's URI. */
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
  // Drop the result if the script was edited or closed in the meantime.
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

/** Starts the type checker when the page is idle. Idempotent. */
function start(): void {
  if (state.getState() !== 'off') return
  state.setState('starting')
  // Safari lacks requestIdleCallback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void load(), { timeout: 2000 })
  else setTimeout(() => void load(), 200)
}

const isWatched = (name: string, model: editor.ITextModel): boolean => watched.get(name)?.model === model

/** Checks this script now and after each edit (linting is debounced), until the returned function is called. */
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
    // The type checker starts first: both at once would slow down both.
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

/**
 * The checks of this page. One type checker serves all open scripts.
 * `getState` and `subscribe` give the checker's state.
 */
export const scriptChecks = {
  getState: state.getState,
  subscribe: state.subscribe,
  watch,
  start,
  /** Starts the type checker again after a failure. */
  restart() {
    if (state.getState() === 'failed') state.setState('off')
    start()
  },
  /**
   * Waits for the type checker. Resolves to null if it cannot start, and for scripts that are not watched.
   * `name` is the script's file name in the checker.
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

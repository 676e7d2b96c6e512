/** Composes the app: the only module where runner, data, state and the page's address meet. */
import type { QueryClient } from '@tanstack/react-query'
import { pyodideVersion, pythonBase } from 'virtual:python-assets'
import { AppError } from '../../contract/errors.ts'
import { loadOnce } from '../../lib/loadOnce.ts'
import { firstExample } from '../components/workflows/firstExample.ts'
import { tellUnsaved } from '../components/editor/tellUnsaved.ts'
import { asOneUser } from '../data/session/asOneUser.ts'
import { connectBackend } from '../data/connectBackend.ts'
import { createCallFunction } from '../../run/tools/createCallFunction.ts'
import { createExecutionQueries } from '../data/log/createExecutionQueries.ts'
import { createLogChannel } from '../data/log/createLogChannel.ts'
import { createOutbox } from '../data/log/createOutbox.ts'
import { createQueryClient } from '../data/createQueryClient.ts'
import { createRunRecorder } from '../../run/journal/createRunRecorder.ts'
import { createLazyPackageLoader } from '../data/packages/createLazyPackageLoader.ts'
import { readEnvironment } from '../data/readEnvironment.ts'
import { watchExecutions } from '../data/log/watchExecutions.ts'
import { takeLocalKey } from '../data/session/localKey.ts'
import { whenUserLeaves } from '../data/session/whenUserLeaves.ts'
import type { AppServices } from '../hooks/AppServicesContext.ts'
import { createInterpreterPool } from '../../run/lead/createInterpreterPool.ts'
import { createRunner, type RunnerOptions } from '../../run/lead/createRunner.ts'
import { createRunnerSwitch } from '../../run/lead/createRunnerSwitch.ts'
import { createServerRunner, type ServerAsking } from '../../run/lead/createServerRunner.ts'
import { createWorkerSpawner } from '../../run/lead/createWorkerSpawner.ts'
import { createChatStorage } from '../state/createChatStorage.ts'
import { createOpenScripts } from '../state/createOpenScripts.ts'
import { createPreferences } from '../state/createPreferences.ts'
import { firstWorker, loadAssets, startWorker } from './loadPython.ts'

interface ComposedApp {
  readonly services: AppServices
  readonly queryClient: QueryClient
}

type Composed =
  | { readonly ok: true; readonly app: ComposedApp }
  /** `message` is written for people. */
  | { readonly ok: false; readonly message: string }

/** Composes the app, which also starts Python. Called once per page. */
export function composeApp(): Composed {
  try {
    return { ok: true, app: compose() }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, message: error.message }
    // A sentence is better than a white page; the console has the details.
    console.error(error)
    return { ok: false, message: `This browser lacks something the workbench needs (${String(error)}).` }
  }
}

function compose(): ComposedApp {
  const environment = readEnvironment({ variables: import.meta.env, document, origin: location.origin })
  takeLocalKey(window)
  const backend = connectBackend(environment)
  const { supabase, session } = backend
  const channel = createLogChannel()
  const outbox = createOutbox({ supabase, session, channel, page: window, locks: navigator.locks })
  const queryClient = createQueryClient(session)
  watchExecutions({
    ...backend,
    queryClient,
    channel,
    isVisible: () => document.visibilityState === 'visible',
  })
  const preferences = createPreferences({ page: window })
  const lock = { lockUrl: `${pythonBase}pyodide-lock.json`, pyodideVersion }
  const callFunction = createCallFunction(backend)
  const pool = createInterpreterPool({
    loadAssets,
    spawnWorker: createWorkerSpawner(startWorker, firstWorker),
    memory: preferences.getState().memoryMegabytes,
  })
  const runnerOptions: RunnerOptions = {
    pool,
    loadPackages: createLazyPackageLoader({
      ...lock,
      folder: () => preferences.getState().packageFolder,
    }),
    openCalls: () => createCallFunction({ ...backend, session: asOneUser(session) }),
    recorder: createRunRecorder({ outbox, userId: session.userId }),
    chosenLimits: preferences.getState,
  }
  const browserRunner = createRunner(runnerOptions)
  const openServerRunner = (asking?: ServerAsking) =>
    createServerRunner({
      ...(asking && { asking }),
      runOnServer: async (request, options) => {
        const { createRunOnServer } = await import('../data/createRunOnServer.ts')
        await createRunOnServer(backend)(request, options)
        // The server wrote rows that this browser's outbox does not know about.
        channel.announce()
      },
      chosenLimits: preferences.getState,
    })
  const loadChats = loadOnce(async () => {
    const { composeChats } = await import('./composeChats.ts')
    return composeChats({ backend, preferences, callFunction, runnerOptions, openServerRunner })
  })
  const runner = createRunnerSwitch(
    browserRunner,
    openServerRunner(),
    () => preferences.getState().runsOnServer,
  )
  whenUserLeaves(session, () => runner.forget())
  const openScripts = createOpenScripts({
    initial: { name: firstExample.title, code: firstExample.code, workflowId: firstExample.id },
    page: window,
    openShelf: async () => {
      const { openScriptShelf } = await import('../state/openScriptShelf.ts')
      return openScriptShelf({ locks: navigator.locks })
    },
    onUnsaved: tellUnsaved,
  })
  return {
    services: {
      runner,
      session,
      outbox,
      executionQueries: createExecutionQueries({ supabase, outbox }),
      openScripts,
      preferences,
      chatStorage: createChatStorage(),
      pyodideVersion,
      loadPackageSource: async () =>
        (await import('../data/packages/createPackageSource.ts')).createPackageSource(lock),
      loadWebhooks: async () =>
        (await import('../data/settings/createWebhooks.ts')).createWebhooks({ supabase, callFunction }),
      loadAiStatus: async () =>
        (await import('../data/settings/createAiStatus.ts')).createAiStatus({ supabase, callFunction }),
      loadChats,
    },
    queryClient,
  }
}

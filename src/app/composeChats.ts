/** Composes the chats; loaded with the first visit of /chat. */
import { conversationSummary } from '../../contract/chat/chat.ts'
import { AppError } from '../../contract/errors.ts'
import { loadOnce } from '../../lib/loadOnce.ts'
import { aiTimeoutMs } from '../../contract/tools/aiAnswer.ts'
import { createChats } from '../chat/createChats.ts'
import { createWorkflowLibrary } from '../chat/createWorkflowLibrary.ts'
import type { AskModel } from '../chat/ports.ts'
import { createConversations } from '../data/chat/createConversations.ts'
import { createWhenReachable } from '../data/chat/createWhenReachable.ts'
import type { Backend } from '../data/connectBackend.ts'
import type { createCallFunction } from '../../run/tools/createCallFunction.ts'
import { whenUserLeaves } from '../data/session/whenUserLeaves.ts'
import type { ChatServices } from '../hooks/AppServicesContext.ts'
import { createRunner, type RunnerOptions } from '../../run/lead/createRunner.ts'
import type { ServerAsking } from '../../run/lead/createServerRunner.ts'
import type { Runner } from '../../run/lead/Runner.ts'
import type { PreferencesStore } from '../state/createPreferences.ts'

interface ChatsComposition {
  readonly backend: Backend
  readonly preferences: PreferencesStore
  readonly callFunction: ReturnType<typeof createCallFunction>
  /** Options shared by every runner of this page. */
  readonly runnerOptions: Omit<RunnerOptions, 'isSession' | 'needsApproval'>
  readonly openServerRunner: (asking: ServerAsking) => Runner
}

const loadTool = async (name: string) => (await import('../../contract/tools/manifest.ts')).findTool(name)

export function composeChats(composition: ChatsComposition): ChatServices {
  const { backend, preferences, callFunction, runnerOptions, openServerRunner } = composition
  const loadBuiltInAccess = loadOnce(async () =>
    (await import('../chat/createBuiltInAccess.ts')).createBuiltInAccess(window),
  )
  // Opening a chat must not wait for the code that leads a turn: that loads with the first message.
  const ask: AskModel = async function* (request, options) {
    const { createAskModel } = await import('../data/chat/createAskModel.ts').catch(() => {
      throw new AppError('backend-unreachable')
    })
    yield* createAskModel(backend)(request, options)
  }
  const askBuiltIn: AskModel = async function* (request, options) {
    const { createBuiltInModel } = await import('../chat/createBuiltInModel.ts')
    yield* createBuiltInModel(await loadBuiltInAccess())(request, options)
  }
  const library = createWorkflowLibrary(
    async () => (await import('../components/workflows/exampleWorkflows.ts')).exampleWorkflows,
  )
  const whenReachable = createWhenReachable(window)
  const chats = createChats({
    store: createConversations({ ...backend, page: window, locks: navigator.locks }),
    locks: navigator.locks,
    portsFor: (read, executor) => ({
      ask: (request, options) => (read().metadata.uses_built_in_model ? askBuiltIn : ask)(request, options),
      library,
      whenReachable,
      approvals: () => preferences.getState().approvals,
      allowedHosts: () => preferences.getState().allowedHosts,
      pythonPlace: () => {
        const isOnServer = executor === undefined ? preferences.getState().runsOnServer : executor === 'edge'
        return isOnServer ? 'server' : 'browser'
      },
      openPython: async ({ place, guard }) => {
        if (place === 'browser') return createRunner({ ...runnerOptions, isSession: true, ...guard })
        return openServerRunner({
          approvals: () => preferences.getState().approvals,
          needsPerson: async (name, request) => {
            const tool = await loadTool(name)
            return tool === undefined || guard.needsApproval(tool, request)
          },
          decideOnServer: async (decision, options) => {
            const { createDecideOnServer } = await import('../data/createRunOnServer.ts')
            await createDecideOnServer(backend)(decision, options)
          },
        })
      },
      summarise: async (request, { signal }) => {
        // A summary would send a provider what the built-in model keeps local. The oldest messages are left
        // out instead.
        if (read().metadata.uses_built_in_model) throw new AppError('ai-unavailable')
        const answer = await callFunction(
          { functionName: 'summarise-conversation', body: request },
          { signal, timeoutMs: aiTimeoutMs },
        )
        const summary = conversationSummary.safeParse(answer)
        if (!summary.success) throw new AppError('response-malformed')
        return summary.data
      },
    }),
  })
  whenUserLeaves(backend.session, () => chats.leaveAll())
  const loadVoice = loadOnce(async () =>
    (await import('../chat/voice/createVoice.ts')).createVoice(window, callFunction),
  )
  return { ...chats, loadVoice, loadBuiltInAccess }
}

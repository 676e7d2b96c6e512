/** Keeps pages up to date with the log: changes by this tab, other tabs and other devices. */
import type { QueryClient } from '@tanstack/react-query'
import type { Backend } from '../connectBackend.ts'
import { createAbandonedRuns } from './createAbandonedRuns.ts'
import { aiUseKey, executionsKey } from './createExecutionQueries.ts'
import type { LogChannel } from './createLogChannel.ts'

interface WatchOptions extends Omit<Backend, 'fetch'> {
  readonly queryClient: QueryClient
  readonly channel: LogChannel
  /** Whether this tab is visible. */
  readonly isVisible: () => boolean
}

const gatherMs = 300
const pollMs = 4000
/** With a live subscription, polling only repairs gaps of the connection. */
const slowPollMs = 30_000
/** Changes further down show when the page is opened or gets the focus. */
const watchedRows = 20

/** Watches until the returned function is called. */
export function watchExecutions({
  supabase,
  session,
  environment,
  queryClient,
  channel,
  isVisible,
}: WatchOptions): () => void {
  let gathering: ReturnType<typeof setTimeout> | undefined
  let polling: ReturnType<typeof setTimeout> | undefined
  let listening: AbortController | undefined
  let isLive = false
  let isEnded = false
  let seen = ''

  /** Batched, since a script with many tool calls announces many changes. */
  const changed = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined
      // Invalidating would cancel a page that is loading, and "Load more" would never finish.
      if (queryClient.isFetching({ queryKey: [executionsKey] }) > 0) changed()
      else
        for (const key of [executionsKey, aiUseKey]) void queryClient.invalidateQueries({ queryKey: [key] })
    }, gatherMs)
  }

  const settleAbandoned = createAbandonedRuns({ supabase, session, onSettled: changed })

  const poll = async () => {
    const isWatched =
      queryClient.getQueryCache().findAll({ queryKey: [executionsKey], type: 'active' }).length > 0
    const userId = session.userId()
    if (isWatched && isVisible() && userId !== null) {
      const { data, error } = await supabase
        .from('eliza_python_executions')
        .select('id,status,finished_at')
        .order('started_at', { ascending: false })
        .order('id', { ascending: false })
        .limit(watchedRows)
      const found = error === null ? JSON.stringify(data) : seen
      if (found !== seen && seen !== '') changed()
      seen = found
      // Of a run that goes on elsewhere nobody here knows whether its browser or server is still there.
      if (data?.some(({ status }) => status === 'running')) await settleAbandoned(userId)
    }
    if (!isEnded) polling = setTimeout(() => void poll(), isLive ? slowPollMs : pollMs)
  }

  /** One subscription per user, with that user's token. */
  let watchedUser: string | null = null
  const follow = () => {
    const user = session.userId()
    if (user === watchedUser) return
    watchedUser = user
    seen = ''
    listening?.abort()
    isLive = false
    if (user !== null && environment.realtime) listening = listen(user)
  }

  function listen(userId: string): AbortController {
    const controller = new AbortController()
    const onLive = (isNowLive: boolean) => (isLive = isNowLive)
    import('./listenForExecutions.ts')
      .then(({ listenForExecutions }) =>
        listenForExecutions({
          environment,
          session,
          userId,
          onChange: changed,
          onLive,
          signal: controller.signal,
        }),
      )
      // Polling shows the same changes, later.
      .catch(() => {})
    return controller
  }

  const unsubscribes = [channel.subscribe(changed), session.subscribe(follow)]
  follow()
  void poll()
  return () => {
    isEnded = true
    clearTimeout(gathering)
    clearTimeout(polling)
    listening?.abort()
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}

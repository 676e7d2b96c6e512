/** Sees to it that the pages show what this and other tabs and devices add to the log. */
import type { QueryClient } from '@tanstack/react-query'
import type { Backend } from '../connectBackend.ts'
import { aiUseKey, executionsKey } from './createExecutionQueries.ts'
import type { LogChannel } from './createLogChannel.ts'

interface WatchOptions extends Omit<Backend, 'fetch'> {
  readonly queryClient: QueryClient
  readonly channel: LogChannel
  /** Whether anybody looks at this tab. */
  readonly isVisible: () => boolean
}

const gatherMs = 300
const pollMs = 4000
/** Where the backend tells by itself, this only mends what a broken connection missed. */
const slowPollMs = 30_000
/** Changes of rows further down are seen when the page is opened or gets the focus. */
const watchedRows = 20

/** Until the returned function is called. */
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

  /** A script with many tool calls announces many changes. */
  const changed = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined
      // Reading anew would cut off a page that is under way, and whoever pressed "Load more" would wait for nothing.
      if (queryClient.isFetching({ queryKey: [executionsKey] }) > 0) changed()
      else
        for (const key of [executionsKey, aiUseKey]) void queryClient.invalidateQueries({ queryKey: [key] })
    }, gatherMs)
  }

  const poll = async () => {
    const isWatched =
      queryClient.getQueryCache().findAll({ queryKey: [executionsKey], type: 'active' }).length > 0
    if (isWatched && isVisible() && session.userId() !== null) {
      const { data, error } = await supabase
        .from('eliza_python_executions')
        .select('id,status,finished_at')
        .order('started_at', { ascending: false })
        .order('id', { ascending: false })
        .limit(watchedRows)
      const found = error === null ? JSON.stringify(data) : seen
      if (found !== seen && seen !== '') changed()
      seen = found
    }
    if (!isEnded) polling = setTimeout(() => void poll(), isLive ? slowPollMs : pollMs)
  }

  /** A channel is opened for each user, with that user's token. */
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
      // Polling shows the same, later.
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

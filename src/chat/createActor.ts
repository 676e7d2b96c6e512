/** Lets a conversation do one thing at a time, in one tab at a time (a mutex over the tabs of this browser). */
import { AppError } from '../../contract/errors.ts'
import type { ChatKeeper } from './ports.ts'

type Task = (signal: AbortSignal) => Promise<void>

interface ActorOptions extends Pick<ChatKeeper, 'claim'> {
  readonly onBegin: () => void
  /** `fault`: what the task failed with, or that another tab is at it; null if it went well or was stopped. */
  readonly onEnd: (fault: AppError | null) => void
}

export interface Actor {
  readonly isActing: () => boolean
  /** Does nothing while something else is done. Never rejects. True if the task came to its end unstopped, be it a failure. */
  readonly act: (task: Task) => Promise<boolean>
  readonly stop: () => void
  /** Stops, and does nothing any more. */
  readonly dispose: () => void
}

export function createActor({ claim, onBegin, onEnd }: ActorOptions): Actor {
  let going: AbortController | undefined
  let isDisposed = false
  const stop = () => going?.abort(new DOMException('Stopped.', 'AbortError'))

  return {
    isActing: () => going !== undefined,
    async act(task) {
      if (going !== undefined || isDisposed) return false
      const { signal } = (going = new AbortController())
      onBegin()
      let release: (() => void) | null = null
      let fault: AppError | null = null
      try {
        release = await claim()
        if (release === null) throw new AppError('conversation-busy')
        signal.throwIfAborted()
        await task(signal)
      } catch (error) {
        if (!signal.aborted) fault = toAppError(error)
      } finally {
        release?.()
        going = undefined
      }
      onEnd(fault)
      return !signal.aborted
    },
    stop,
    dispose() {
      isDisposed = true
      stop()
    },
  }
}

const toAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('function-failed', String(error))

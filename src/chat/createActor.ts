/** A mutex for a conversation: one task at a time, in one tab of this browser at a time. */
import { AppError } from '../../contract/errors.ts'
import type { ChatKeeper } from './ports.ts'

type Task = (signal: AbortSignal) => Promise<void>

interface ActorOptions extends Pick<ChatKeeper, 'claim'> {
  readonly onBegin: () => void
  /** `fault`: the task's error, or that another tab holds the mutex; null on success and after a stop. */
  readonly onEnd: (fault: AppError | null) => void
}

export interface Actor {
  readonly isActing: () => boolean
  /**
   * Runs a task; does nothing while another one runs. Never rejects. @returns true if the task ended without
   * being stopped, even if it failed.
   */
  readonly act: (task: Task) => Promise<boolean>
  readonly stop: () => void
  /** Stops the task and ignores later ones. */
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

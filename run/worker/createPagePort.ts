/** The worker's side of what a script shows, says and asks the person: counted here, so that none floods the page. */
import { limits, type DisplayBundle, type FromWorker } from '../../contract/run/workerProtocol.ts'

type PageMessage = Extract<FromWorker, { type: 'display' | 'progress' | 'input-request' }>
/** Without what the worker adds. */
type PageEvent = PageMessage extends infer Message ? DistributiveOmit<Message, 'runId' | 'at'> : never
type DistributiveOmit<Message, Key extends string> = Message extends unknown ? Omit<Message, Key> : never

/** What `eliza_runtime.page` calls; its names are Python's. */
interface PythonPagePort {
  /** Shows a MIME bundle, given as JSON; false where the run has shown as much as it may. */
  display(bundleJson: string): boolean
  progress(share: number, text: string): void
  ask(prompt: string): Promise<string>
}

export interface PagePort {
  readonly python: PythonPagePort
  /** Answers a question; one that is not waiting is left alone. */
  answer(inputId: number, text: string): void
  /** Begins the counts of another run, and forgets the questions of the last. */
  reset(): void
}

export function createPagePort(post: (event: PageEvent) => void): PagePort {
  const questions = new Map<number, (answer: string) => void>()
  // Never starts anew, so that a late answer cannot reach a question of the next run.
  let nextInputId = 0
  let displays = 0
  let characters = 0
  return {
    python: {
      display(bundleJson) {
        if (displays >= limits.displays || characters + bundleJson.length > limits.displayCharacters)
          return false
        displays += 1
        characters += bundleJson.length
        post({ type: 'display', bundle: JSON.parse(bundleJson) as DisplayBundle })
        return true
      },
      progress: (share, text) =>
        post({ type: 'progress', share, text: text.slice(0, limits.progressCharacters) }),
      ask: (prompt) =>
        new Promise((resolve) => {
          const inputId = nextInputId++
          questions.set(inputId, resolve)
          post({ type: 'input-request', inputId, prompt: prompt.slice(0, limits.inputCharacters) })
        }),
    },
    answer(inputId, text) {
      questions.get(inputId)?.(text)
      questions.delete(inputId)
    },
    reset() {
      questions.clear()
      displays = 0
      characters = 0
    },
  }
}

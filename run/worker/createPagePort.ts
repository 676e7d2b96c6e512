/** The worker's side of what a script shows, says and asks the person: counted here, so that none floods the page. */
import type { RunEventOf } from '../../contract/run/runEvents.ts'
import { limits, type DisplayBundle } from '../../contract/run/workerProtocol.ts'

type PageEvent = RunEventOf<'display-shown' | 'progress-changed' | 'input-asked'>

/** What `eliza_runtime.page` calls; its names are Python's. */
interface PythonPagePort {
  /** Shows a MIME bundle, given as JSON; false where the run has shown as much as it may. */
  display(bundleJson: string): boolean
  progress(share: number, text: string): void
  /** Resolves with a line, or with undefined (Python's None) at the end of input. */
  ask(prompt: string, isHidden: boolean): Promise<string | undefined>
}

export interface PagePort {
  readonly python: PythonPagePort
  /** Answers a question; one that is not waiting is left alone. */
  answer(inputId: number, text: string | null): void
  /** Begins the counts of another run, and forgets the questions of the last. */
  reset(): void
}

export function createPagePort(post: (event: PageEvent) => void): PagePort {
  const questions = new Map<number, (answer: string | undefined) => void>()
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
        post({ type: 'display-shown', bundle: JSON.parse(bundleJson) as DisplayBundle })
        return true
      },
      progress: (share, text) =>
        post({ type: 'progress-changed', share, text: text.slice(0, limits.progressCharacters) }),
      ask: (prompt, isHidden) =>
        new Promise((resolve) => {
          const inputId = nextInputId++
          questions.set(inputId, resolve)
          post({ type: 'input-asked', inputId, prompt: prompt.slice(0, limits.inputCharacters), isHidden })
        }),
    },
    answer(inputId, text) {
      questions.get(inputId)?.(text ?? undefined)
      questions.delete(inputId)
    },
    reset() {
      questions.clear()
      displays = 0
      characters = 0
    },
  }
}

/** The browser's own language model for tests: says what it is told to say, by the Prompt API. It stands alone, so that a page can be given its source. */

interface TwinMessage {
  readonly role: string
  readonly content: string
}

export interface ModelTwinOptions {
  /** Answers, in order; null makes the model fail. */
  readonly answers: readonly (string | null)[]
  /** Default 'available'. */
  readonly availability?: 'unavailable' | 'downloadable' | 'downloading' | 'available'
  /** Its download rests at the half until `goOn` is called. */
  readonly holdsDownload?: boolean
  /** Tokens that fit, one for four characters. Default 6000. */
  readonly window?: number
  /** Characters at once. Default 7. */
  readonly pieces?: number
  /** The name of the DOMException that `create` rejects with. */
  readonly refuses?: string
  /** It does not say how much fits before it is asked. */
  readonly measuresNothing?: boolean
  /** After its words nothing more comes. */
  readonly hangs?: boolean
}

export interface ModelTwin {
  /** The messages of each question, system prompt first. */
  readonly asked: TwinMessage[][]
  /** Sessions that are open, and streams that were left before their end. */
  open: number
  left: number
  readonly goOn: () => void
}

/** `place` becomes a window with a LanguageModel; its `modelTwin` tells what was asked. */
export function installModelTwin(options: ModelTwinOptions, place: object = globalThis): ModelTwin {
  const { answers, window = 6000, pieces = 7, refuses, measuresNothing = false, hangs = false } = options
  let availability = options.availability ?? 'available'
  let goOn = () => {}
  const heldUntil = options.holdsDownload ? new Promise<void>((resolve) => (goOn = resolve)) : null
  const twin: ModelTwin = { asked: [], open: 0, left: 0, goOn: () => goOn() }
  const sizeOf = (messages: readonly TwinMessage[]): number =>
    messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 0)
  const fault = (name: string) => new DOMException('The twin fails.', name)
  let given = 0

  interface CreateOptions {
    readonly initialPrompts: readonly TwinMessage[]
    readonly signal?: AbortSignal
    readonly monitor?: (events: EventTarget) => void
  }
  async function create({ initialPrompts, signal, monitor }: CreateOptions): Promise<object> {
    signal?.throwIfAborted()
    if (availability === 'unavailable') throw fault('NotSupportedError')
    if (refuses !== undefined) throw fault(refuses)
    if (availability === 'downloadable') {
      const events = new EventTarget()
      monitor?.(events)
      for (const loaded of [0, 0.25, 0.5, 1]) {
        events.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded, total: 1 }))
        await new Promise((resolve) => setTimeout(resolve, 150))
        if (loaded === 0.5) await heldUntil
      }
      availability = 'available'
    }
    if (sizeOf(initialPrompts) > window) throw fault('QuotaExceededError')
    twin.open++
    return {
      contextWindow: window,
      contextUsage: sizeOf(initialPrompts),
      ...(measuresNothing
        ? {}
        : { measureContextUsage: async (messages: TwinMessage[]) => sizeOf(messages) }),
      destroy: () => void twin.open--,
      promptStreaming: (messages: TwinMessage[], { signal: until }: { signal: AbortSignal }) => {
        twin.asked.push([...initialPrompts, ...messages])
        const isTooMuch = sizeOf(initialPrompts) + sizeOf(messages) > window
        const answer = isTooMuch ? null : (answers[given++] ?? null)
        let at = 0
        return new ReadableStream<string>({
          start: (controller) =>
            until.addEventListener('abort', () => {
              if (answer !== null && (hangs || at < answer.length)) twin.left++
              controller.error(until.reason)
            }),
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 2))
            if (until.aborted) return
            if (isTooMuch) return controller.error(fault('QuotaExceededError'))
            if (answer === null) return controller.error(fault('UnknownError'))
            if (at < answer.length) controller.enqueue(answer.slice(at, (at += pieces)))
            else if (!hangs) controller.close()
            else await new Promise(() => undefined)
          },
        })
      },
    }
  }
  Object.assign(place, { LanguageModel: { availability: async () => availability, create }, modelTwin: twin })
  return twin
}

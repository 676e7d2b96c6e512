/** One attempt at one tier: parts are buffered until there is content, and silence ends the attempt. */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { ChainLimits } from './readTiers.ts'
import { TierFault } from './TierFault.ts'

type Part = LanguageModelV4StreamPart
type AttemptLimits = Pick<ChainLimits, 'firstContent' | 'idle'>

/**
 * Resolves when the first text or the first whole tool call has arrived. Until then parts are buffered, so
 * that the chain can still fail over to another tier. Afterwards parts pass through as the provider sends
 * them.
 *
 * @throws TierFault or the error of the provider's library. If the provider breaks off later, the generator
 *   throws it.
 */
export async function openTier(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  limits: AttemptLimits,
): Promise<AsyncGenerator<Part, void>> {
  const watch = createWatch(options.abortSignal)
  try {
    watch.expectWithin(limits.firstContent, 'timed-out', 'gave no sign of an answer')
    const { stream } = await watch.orAborted(model.doStream({ ...options, abortSignal: watch.signal }))
    const reader = stream.pipeThrough(limitCalls()).getReader()
    const heldBack: Part[] = []
    for (;;) {
      const part = await readPart(reader, watch)
      heldBack.push(part)
      if (isContent(part)) break
      if (part.type === 'finish') {
        // An answer that the filter emptied counts as an answer. Asking another provider would evade the
        // filter.
        if (part.finishReason.unified === 'content-filter') break
        const spent =
          part.finishReason.unified === 'length' ? ': it used up its tokens before the first word' : ''
        throw new TierFault('empty', `answered with nothing${spent}`)
      }
      // Reasoning and partial tool calls show that the model is working.
      if (isSign(part)) watch.expectWithin(limits.idle, 'stalled', 'sent nothing more')
    }
    watch.rest()
    return readOn(reader, watch, heldBack, limits)
  } catch (fault) {
    watch.end()
    throw watch.reason() ?? fault
  }
}

/** More than any answer has. Each is checked, told and logged on its own. */
const mostCalls = 100

function limitCalls(): TransformStream<Part, Part> {
  let calls = 0
  return new TransformStream({
    transform(part, controller) {
      if (part.type === 'tool-input-start' || part.type === 'tool-call') calls += 1
      if (calls > 2 * mostCalls)
        throw new TierFault('malformed', `called more than ${mostCalls} tools at once`)
      controller.enqueue(part)
    },
  })
}

async function* readOn(
  reader: ReadableStreamDefaultReader<Part>,
  watch: Watch,
  heldBack: readonly Part[],
  limits: AttemptLimits,
): AsyncGenerator<Part, void> {
  try {
    yield* heldBack
    let last = heldBack.at(-1)
    while (last?.type !== 'finish') {
      // The timer runs only while we wait for the provider, not while the caller consumes.
      watch.expectWithin(limits.idle, 'stalled', 'stopped sending in the middle of its answer')
      last = await readPart(reader, watch)
      watch.rest()
      yield last
    }
  } catch (fault) {
    throw watch.reason() ?? fault
  } finally {
    watch.end()
  }
}

async function readPart(reader: ReadableStreamDefaultReader<Part>, watch: Watch): Promise<Part> {
  const { done, value: part } = await watch.orAborted(reader.read())
  if (done) throw new Error('The stream ended without a finish reason.')
  if (part.type === 'error') throw part.error
  if (part.type === 'finish' && ['error', 'interrupted'].includes(part.finishReason.unified)) {
    throw new Error('The stream ended without a finish reason.')
  }
  return part
}

function isContent(part: Part): boolean {
  if (part.type === 'text-delta') return part.delta.trim() !== ''
  if (part.type !== 'tool-call') return false
  try {
    JSON.parse(part.input)
    return true
  } catch {
    throw new TierFault('malformed', 'called a tool with arguments that are no JSON')
  }
}

const isSign = (part: Part): boolean =>
  part.type === 'reasoning-delta' || part.type === 'tool-input-start' || part.type === 'tool-input-delta'

type Watch = ReturnType<typeof createWatch>

/** The watchdog timer of one attempt, and the signal that aborts its request. */
function createWatch(caller: AbortSignal | undefined) {
  const own = new AbortController()
  const signal = caller === undefined ? own.signal : AbortSignal.any([own.signal, caller])
  let timer: ReturnType<typeof setTimeout> | undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  // Without a handler, an abort that nobody awaits would be an unhandled rejection.
  aborted.catch(() => undefined)
  return {
    signal,
    /**
     * The fault that ended the attempt, if the watchdog ended it: libraries wrap it in errors of their own.
     */
    reason: (): unknown => (own.signal.reason instanceof TierFault ? own.signal.reason : undefined),
    expectWithin: (ms: number, failure: 'timed-out' | 'stalled', what: string): void => {
      clearTimeout(timer)
      timer = setTimeout(() => own.abort(new TierFault(failure, `${what} for ${ms / 1000} s`)), ms)
    },
    rest: (): void => clearTimeout(timer),
    /** Rejects on abort even if the library ignores the signal. */
    orAborted: <Value>(promise: PromiseLike<Value>): Promise<Value> => Promise.race([promise, aborted]),
    end: (): void => {
      clearTimeout(timer)
      own.abort(new DOMException('The attempt is over.', 'AbortError'))
    },
  }
}

/** One attempt at one tier: nothing is let through before there is content, and silence ends it. */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { ChainLimits } from './readTiers.ts'
import { TierFault } from './TierFault.ts'

type Part = LanguageModelV4StreamPart
type AttemptLimits = Pick<ChainLimits, 'firstContent' | 'idle'>

/**
 * The parts of the answer, once its first text or whole tool call is there; until then they are held back, so that
 * another tier can still be asked. Afterwards they come as the provider sends them, and end by throwing where
 * the provider does not end well. Throws TierFault or what the provider's library throws.
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
    const reader = stream.getReader()
    const heldBack: Part[] = []
    for (;;) {
      const part = await readPart(reader, watch)
      heldBack.push(part)
      if (isContent(part)) break
      if (part.type === 'finish') {
        // A filter's silence is an answer: another provider is not asked to get round it.
        if (part.finishReason.unified === 'content-filter') break
        const spent = part.finishReason.unified === 'length' ? ': it used up its tokens before a word' : ''
        throw new TierFault('empty', `answered with nothing${spent}`)
      }
      // Whoever thinks aloud is at work.
      if (isSign(part)) watch.expectWithin(limits.idle, 'stalled', 'sent nothing more')
    }
    watch.rest()
    return readOn(reader, watch, heldBack, limits)
  } catch (fault) {
    watch.end()
    throw watch.reason() ?? fault
  }
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
      // The clock runs while the provider is waited for, not while the caller reads.
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

/** The clock of one attempt, and the signal that ends it on the wire. */
function createWatch(caller: AbortSignal | undefined) {
  const own = new AbortController()
  const signal = caller === undefined ? own.signal : AbortSignal.any([own.signal, caller])
  let timer: ReturnType<typeof setTimeout> | undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  // Nobody may be waiting when it comes.
  aborted.catch(() => undefined)
  return {
    signal,
    /** Why it was ended, where it was: libraries wrap the reason in errors of their own. */
    reason: (): unknown => (own.signal.reason instanceof TierFault ? own.signal.reason : undefined),
    expectWithin: (ms: number, failure: 'timed-out' | 'stalled', what: string): void => {
      clearTimeout(timer)
      timer = setTimeout(() => own.abort(new TierFault(failure, `${what} for ${ms / 1000} s`)), ms)
    },
    rest: (): void => clearTimeout(timer),
    /** What a library does not abort by itself is left behind. */
    orAborted: <Value>(promise: PromiseLike<Value>): Promise<Value> => Promise.race([promise, aborted]),
    end: (): void => {
      clearTimeout(timer)
      own.abort(new DOMException('The attempt is over.', 'AbortError'))
    },
  }
}

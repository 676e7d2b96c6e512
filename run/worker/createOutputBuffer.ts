/** Gathers what a script prints into few messages, in order over both streams, and stops keeping it at a limit. */
import type { OutputStream } from '../../contract/run/workerProtocol.ts'

export interface OutputBuffer {
  write(stream: OutputStream, bytes: Uint8Array): void
  flush(): void
}

const flushBytes = 65_536
const flushMilliseconds = 16
/** Writes that are emitted at once: what is printed just before a long computation must not wait for its end. */
const promptWrites = 50
/** How often the stream may change: each time makes a piece of its own, and a page of a million pieces is seen by nobody. */
const streamChanges = 2_000
/** A count that nobody reads digit by digit need not come as often as text. */
const omittedMilliseconds = 200

export interface OutputSink {
  emit(stream: OutputStream, text: string): void
  /** All that was printed beyond the limit so far, in bytes. */
  omit(bytes: number): void
  /** Called with each small write of which nothing is shown any more: they take long, and may as well be gathered. */
  onBeyond(): void
}

/** SIGRTMAX, for which scripts hardly have a handler: says to Python that what is printed need not come line by line any more. */
export const gatherSignal = 64

/** Python gathers 8 KB where it does not write line by line. */
const smallWrite = 4096

/** `sink.emit` gets at most `limit` characters in all, in order; after very many changes of the stream all as of one. */
export function createOutputBuffer(sink: OutputSink, limit: number): OutputBuffer {
  // One decoder for each stream: a character may be split over two writes.
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  let stream: OutputStream = 'stdout'
  /** Decoded when it is flushed: one call for many writes. */
  const gathered = new Uint8Array(flushBytes)
  let used = 0
  let room = limit
  let omitted = 0
  let omittedTold = 0
  let flushedAt = performance.now()
  let promptLeft = promptWrites
  let changesLeft = streamChanges
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    flushedAt = performance.now()
    if (used > 0) emit(gathered.subarray(0, used))
    used = 0
    if (omitted > omittedTold) sink.omit(omitted)
    omittedTold = omitted
  }

  const emit = (bytes: Uint8Array) => {
    const text = decoders[stream].decode(bytes, { stream: true })
    const kept = text.length <= room ? text : cutAt(text, room)
    room = kept.length < text.length ? 0 : room - kept.length
    omitted += new TextEncoder().encode(text.slice(kept.length)).length
    if (kept !== '') sink.emit(stream, kept)
  }

  return {
    write(target, bytes) {
      if (room === 0) {
        omitted += bytes.length
        if (bytes.length < smallWrite) sink.onBeyond()
        if (performance.now() - flushedAt >= omittedMilliseconds) flush()
        return
      }
      const changes = target !== stream && changesLeft > 0
      if (changes || used + bytes.length > flushBytes) flush()
      if (changes) {
        stream = target
        changesLeft--
      }
      if (bytes.length > flushBytes) return emit(bytes)
      const wasEmpty = used === 0
      gathered.set(bytes, used)
      used += bytes.length
      // Timers stand still while Python computes, so the clock is looked at here too.
      const isDue = performance.now() - flushedAt >= flushMilliseconds
      // A script that pauses between its prints earns the right to be heard at once again.
      if (isDue && wasEmpty) promptLeft = promptWrites
      if (isDue || promptLeft-- > 0) flush()
      else timer ??= setTimeout(flush, flushMilliseconds)
    },
    flush,
  }
}

/** The first `length` units of a text, one fewer where that would part a surrogate pair. */
function cutAt(text: string, length: number): string {
  const isHighSurrogate = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800
  return text.slice(0, isHighSurrogate ? length - 1 : length)
}

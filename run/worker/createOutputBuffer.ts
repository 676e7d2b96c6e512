/** Buffers a script's output into few messages, in order over both streams, and only counts it beyond a limit. */
import type { OutputStream } from '../../contract/run/workerProtocol.ts'

export interface OutputBuffer {
  write(stream: OutputStream, bytes: Uint8Array): void
  flush(): void
}

const flushBytes = 65_536
const flushMilliseconds = 16
/** The first writes are emitted at once: a line printed just before a long computation must not wait for its end. */
const promptWrites = 50
/** The most changes between stdout and stderr that are kept apart: each makes a piece of its own, and nobody reads a million pieces. */
const streamChanges = 2_000
/** The throttle for the count of omitted bytes, which nobody reads digit by digit. */
const omittedMilliseconds = 200

export interface OutputSink {
  emit(stream: OutputStream, text: string): void
  /** Output beyond the limit so far, in bytes. */
  omit(bytes: number): void
  /** Called with each small write beyond the limit. They are slow, so Python may as well buffer them. */
  onBeyond(): void
}

/** SIGRTMAX, which scripts rarely handle: tells Python that it need not flush line by line any more. */
export const gatherSignal = 64

/** Python's buffer when it does not flush line by line: 8 KB. */
const smallWrite = 4096

/** `sink.emit` gets at most `limit` characters in all, in order. After very many stream changes the rest counts as one stream. */
export function createOutputBuffer(sink: OutputSink, limit: number): OutputBuffer {
  // One decoder for each stream: a character may be split over two writes.
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  let stream: OutputStream = 'stdout'
  /** Decoded on flush: one call for many writes. */
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
      // Timers do not fire while Python computes, so check the clock here too.
      const isDue = performance.now() - flushedAt >= flushMilliseconds
      // After a pause between prints, writes are emitted at once again.
      if (isDue && wasEmpty) promptLeft = promptWrites
      if (isDue || promptLeft-- > 0) flush()
      else timer ??= setTimeout(flush, flushMilliseconds)
    },
    flush,
  }
}

/** The first `length` units of a text; one fewer if that would split a surrogate pair. */
function cutAt(text: string, length: number): string {
  const isHighSurrogate = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800
  return text.slice(0, isHighSurrogate ? length - 1 : length)
}

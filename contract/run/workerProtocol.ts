/** What the page sends to the Python worker, and the shapes and limits that both sides share. `FromWorker` is the way back. */
import type { ErrorCode, PythonErrorClass } from '../errors.ts'

/**
 * Everything Python needs to start. The page fetches it, since the worker has no network. Bytes are in memory that is shared
 * where the page may share any, else copied.
 */
export interface BootAssets {
  /**
   * Compiled once a page, so that a new interpreter skips compiling.
   * Its own maximum holds the memory limit, so that nothing in the worker can raise it.
   */
  readonly wasmModule: WebAssembly.Module
  /** The memory of an interpreter that is ready, with which Python begins (run/worker/heapSnapshot.ts). */
  readonly heapSnapshot: ArrayBuffer | SharedArrayBuffer
  /** The standard library, precompiled to .pyc, as a zip. */
  readonly standardLibrary: ArrayBuffer | SharedArrayBuffer
  /** `eliza_tools` and `eliza_runtime`, precompiled to .pyc, as a zip. */
  readonly elizaLibrary: ArrayBuffer | SharedArrayBuffer
}

/** The first message, to the worker itself. All others go over its port, which Python cannot reach. */
export interface BootMessage {
  readonly port: MessagePort
  /** Where pyodide.asm.mjs is served, ending in a slash. */
  readonly indexUrl: string
  /**
   * Shared with the page where it is cross-origin isolated, else null. The page sets [1] when it asks the run to stop,
   * and [0] to 2 (SIGINT) to interrupt Python while it computes.
   */
  readonly signals: Uint8Array<SharedArrayBuffer> | null
  /** What files in the in-memory file system may hold together. */
  readonly fileBytes: number
  /** Whether there is a person who could answer input(). */
  readonly hasPerson: boolean
}

export type ToWorker =
  /** Starts Python; the answer is `boot-ended`. */
  | { readonly type: 'boot'; readonly assets: BootAssets }
  | {
      readonly type: 'run'
      readonly runId: string
      readonly code: string
      /** Whether it finds the variables of the runs before it, and leaves its own to those that follow. */
      readonly isInSession: boolean
      /** When the run began, in milliseconds since 1970 by `performance.timeOrigin`: all `at` count from there. */
      readonly beganAt: number
    }
  /** Asks the run to end by cancelling its tasks; code that never awaits does not hear it. */
  | { readonly type: 'cancel'; readonly runId: string }
  /** Text of a stream as it comes; its `tool-result` follows. */
  | {
      readonly type: 'tool-text'
      readonly runId: string
      readonly callId: number
      readonly text: string
    }
  | ({ readonly type: 'tool-result'; readonly runId: string; readonly callId: number } & ToolReply)
  | {
      readonly type: 'input-answer'
      readonly runId: string
      readonly inputId: number
      readonly text: string
    }
  | ({ readonly type: 'packages'; readonly runId: string } & Packages)

/** What the page has for a script that asked for packages. */
export interface Packages {
  /** Each after those it needs. */
  readonly wheels: readonly PackageFile[]
  /** Imports that will fail, and what Python says of them then. */
  readonly missing: readonly { readonly name: string; readonly message: string }[]
}

export interface PackageFile {
  /** The project's name, for people. */
  readonly name: string
  readonly fileName: string
  /** Python's site-packages, or where shared libraries are looked for. */
  readonly folder: 'site' | 'dynlib'
  readonly bytes: ArrayBuffer
}

export type ToolReply =
  /** `json` is the tool's result as JSON text: cheaper than object conversion from 100 KB on. */
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly error: ToolFault }

/** What `ToolError` is made from in Python. */
export interface ToolFault {
  readonly code: ErrorCode
  readonly pythonClass: PythonErrorClass
  readonly message: string
  readonly status: number
  readonly retryable: boolean
}

export type BootPhase = 'interpreter' | 'standard-library' | 'tools'

export type OutputStream = 'stdout' | 'stderr'

/** Where a script was when its interpreter broke down. */
export interface ScriptStack {
  /** As CPython prints it, with the script's own lines only. */
  readonly traceback: string
  /** The line of the script, from 1. */
  readonly line: number
}

/** A variable of a session, as it can be told without running any code of the script's own. */
export interface Variable {
  readonly name: string
  /** The name of its class. */
  readonly type: string
  /** The value of small builtins, the size of large ones, the signature of functions; else `<Class>`. */
  readonly summary: string
}

/** A value in the forms it can be shown in (Jupyter's MIME bundle). JSON is kept as text, PNG and JPEG as base64. */
export interface DisplayBundle {
  /** Present where the value is strict JSON that every reader understands alike (RFC 7493). */
  readonly 'application/json'?: string
  readonly 'text/html'?: string
  readonly 'text/markdown'?: string
  readonly 'text/latex'?: string
  readonly 'image/svg+xml'?: string
  readonly 'image/png'?: string
  readonly 'image/jpeg'?: string
  /** `repr(value)`, cut at 1 MB. */
  readonly 'text/plain': string
  /** Which forms are missing and why, in words for people. */
  readonly note?: string
}

/** How a run can fail. `exception` and `exited` are the script's own doing. */
export type RunFailureCode =
  | 'exception'
  | 'exited'
  | 'stopped'
  | 'timed-out'
  | 'out-of-memory'
  | 'interpreter-died'
  | 'interrupted'
  | 'packages-unavailable'
  | 'server-unavailable'

export type RunOutcome =
  | {
      readonly status: 'completed'
      /** null where the script's last statement is no expression, or its value is None. */
      readonly result: DisplayBundle | null
      readonly exitCode: number
    }
  | {
      readonly status: 'failed'
      readonly code: RunFailureCode
      /** One line for a person, such as `ZeroDivisionError: division by zero`. */
      readonly message: string
      /** As CPython prints it, with the script's own lines only; null where there is none. */
      readonly traceback: string | null
      /** The line of the script that failed, from 1. */
      readonly line: number | null
      readonly exitCode: number
    }

/** Limits of one run. Characters are UTF-16 units of text. */
export const limits = {
  /** A run's own time, from its start to its end, waiting for tools included; loading does not count. */
  runSeconds: { least: 1, default: 30, most: 600 },
  /** Memory of a script beyond what the interpreter itself needs, files included. */
  memoryMegabytes: { choices: [50, 256, 1024], default: 50 },
  /** Calls of one run; the next one is refused. */
  toolCalls: { least: 1, default: 1000, most: 10_000 },
  /** More calls than this wait for their turn. */
  toolCallsAtOnce: { least: 1, default: 64, most: 1000 },
  /** Of the calls beyond a budget, those that are in the list and the log; the rest is refused alike. */
  refusedCallsTold: 100,
  /** Arguments, and results, of all calls of a run together. */
  toolCharacters: 100_000_000,
  /** Output that is shown and kept; the rest is counted. */
  outputCharacters: 1_000_000,
  /** Each form of a result or a display. */
  resultCharacters: 1_000_000,
  /** Displays of one run, by number and by size in all; the rest is counted. */
  displays: 200,
  displayCharacters: 5_000_000,
  progressCharacters: 200,
  inputCharacters: 100_000,
  toolArgumentCharacters: 1_000_000,
  toolResultCharacters: 10_000_000,
  codeCharacters: 500_000,
  /** Variables of a session that are told, and the length of each name, type and summary. */
  variables: 100,
  variableCharacters: 200,
  /** Module names that one script may ask for. */
  imports: 500,
  importCharacters: 200,
  /** One package as it is fetched, and all of a run as they lie unpacked in Python's file system. */
  packageBytes: 200_000_000,
  unpackedBytes: 1_000_000_000,
} as const

/** One file for each memory limit, since the limit is written in it. */
export const interpreterFile = (megabytes: MemoryMegabytes): string => `pyodide.asm.${megabytes}.wasm`

/** What a person chooses when nothing is chosen. */
export const defaultLimits = {
  runSeconds: limits.runSeconds.default,
  toolCalls: limits.toolCalls.default,
  toolCallsAtOnce: limits.toolCallsAtOnce.default,
  memoryMegabytes: limits.memoryMegabytes.default,
} as const

export type MemoryMegabytes = (typeof limits.memoryMegabytes.choices)[number]

/** What a person may choose. */
export interface ChosenLimits {
  readonly runSeconds: number
  readonly toolCalls: number
  readonly toolCallsAtOnce: number
  readonly memoryMegabytes: MemoryMegabytes
}

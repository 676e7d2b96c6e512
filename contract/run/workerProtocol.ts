/**
 * Messages from the page to the Python worker, and the shapes and limits that both share. `FromWorker` is the
 * other direction.
 */
import type { ErrorCode, PythonErrorClass } from '../errors.ts'

/**
 * The files that Python boots from. The page fetches them because the worker has no network. Their bytes are
 * in shared memory if the page is cross-origin isolated, otherwise copied.
 */
export interface BootAssets {
  /**
   * Compiled once per page, so that a new interpreter skips compiling. Its own memory maximum enforces the
   * memory limit: code in the worker cannot raise it.
   */
  readonly wasmModule: WebAssembly.Module
  /** The heap snapshot of a booted interpreter, from which Python starts (run/worker/heapSnapshot.ts). */
  readonly heapSnapshot: ArrayBuffer | SharedArrayBuffer
  /** The standard library, precompiled to .pyc, as a zip. */
  readonly standardLibrary: ArrayBuffer | SharedArrayBuffer
  /** `eliza_tools` and `eliza_runtime`, precompiled to .pyc, as a zip. */
  readonly elizaLibrary: ArrayBuffer | SharedArrayBuffer
}

/** The first message, posted to the worker itself. All others use its port, which Python cannot reach. */
export interface BootMessage {
  readonly port: MessagePort
  /** The URL of the folder with pyodide.asm.mjs, ending in a slash. */
  readonly indexUrl: string
  /**
   * Memory shared with the page; null if the page is not cross-origin isolated. The page sets [1] to ask the
   * run to stop, and [0] to 2 (SIGINT) to interrupt Python while it computes.
   */
  readonly signals: Uint8Array<SharedArrayBuffer> | null
  /** Total size in bytes of files in the in-memory file system. */
  readonly fileBytes: number
  /** Whether a person can answer questions. */
  readonly hasPerson: boolean
}

export type ToWorker =
  /** Boots Python. The answer is `boot-ended`. */
  | { readonly type: 'boot'; readonly assets: BootAssets }
  | {
      readonly type: 'run'
      readonly runId: string
      readonly code: string
      /** Whether it shares variables with the runs before and after it. */
      readonly isInSession: boolean
      /**
       * Start of the run in milliseconds since 1970, by `performance.timeOrigin`; every `at` counts from it.
       */
      readonly beganAt: number
    }
  /** Asks the run to end by cancelling its tasks. Code that never awaits does not notice. */
  | { readonly type: 'cancel'; readonly runId: string }
  /** A part of a streamed answer. `tool-result` follows at the end. */
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
      /** null: the end of input. */
      readonly text: string | null
    }
  | ({ readonly type: 'packages'; readonly runId: string } & Packages)

/** The page's answer to `packages-needed`. */
export interface Packages {
  /** In order of dependency: each after the wheels it needs. */
  readonly wheels: readonly PackageFile[]
  /** Imports that will fail, with the message that Python raises for each. */
  readonly missing: readonly { readonly name: string; readonly message: string }[]
}

export interface PackageFile {
  /** The project's name, for people. */
  readonly name: string
  readonly fileName: string
  /** `site`: Python's site-packages. `dynlib`: the folder of shared libraries. */
  readonly folder: 'site' | 'dynlib'
  readonly bytes: ArrayBuffer
}

export type ToolReply =
  /** `json` is the tool's result as JSON text, which is cheaper than converting objects from 100 KB on. */
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly error: ToolFault }

/** The fields of Python's `ToolError`. */
export interface ToolFault {
  readonly code: ErrorCode
  readonly pythonClass: PythonErrorClass
  readonly message: string
  readonly status: number
  readonly retryable: boolean
}

export type BootPhase = 'interpreter' | 'standard-library' | 'tools'

export type OutputStream = 'stdout' | 'stderr'

/** Position of a script when its interpreter crashed. */
export interface ScriptStack {
  /** CPython's format, with the script's own lines only. */
  readonly traceback: string
  /** The line of the script, from 1. */
  readonly line: number
}

/** A variable of a session, described without running any code of the script. */
export interface Variable {
  readonly name: string
  /** Name of its class. */
  readonly type: string
  /**
   * The value of a small builtin, the size of a large one, or the signature of a function; otherwise
   * `<Class>`.
   */
  readonly summary: string
}

/** The media type of values that JSON does not keep (python/eliza_runtime/value_tree.py). */
export const pythonTree = 'application/vnd.eliza.python+json'

/**
 * A value in all forms in which it can be shown (Jupyter's MIME bundle). JSON is text; PNG and JPEG are
 * base64.
 */
export interface DisplayBundle {
  /**
   * The value in JSON, with all digits of its numbers and its keys in order. If there is a tree beside it, this is its
   * nearest JSON alone.
   */
  readonly 'application/json'?: string
  /** The value with its types. */
  readonly [pythonTree]?: string
  readonly 'text/html'?: string
  readonly 'text/markdown'?: string
  readonly 'text/latex'?: string
  readonly 'image/svg+xml'?: string
  readonly 'image/png'?: string
  readonly 'image/jpeg'?: string
  /** `repr(value)`, cut at 1,000,000 characters. */
  readonly 'text/plain': string
  /** The missing forms and the reason, in words for people. */
  readonly note?: string
}

/** Why a run failed. `exception` and `exited` are the script's own doing. */
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
      /** null if the last statement is not an expression, or its value is None. */
      readonly result: DisplayBundle | null
      readonly exitCode: number
    }
  | {
      readonly status: 'failed'
      readonly code: RunFailureCode
      /** One line for a person, such as `ZeroDivisionError: division by zero`. */
      readonly message: string
      /** CPython's format, with the script's own lines only; null if there is none. */
      readonly traceback: string | null
      /** The failing line of the script, from 1. */
      readonly line: number | null
      readonly exitCode: number
    }

/** Limits of one run. Characters are UTF-16 code units. */
export const limits = {
  /** Duration from start to end. Waiting for tools counts, loading packages does not. */
  runSeconds: { least: 1, default: 30, most: 600 },
  /** Memory beyond the interpreter's own, files included. By default enough for each call of the standard library: xz takes 94 MB. */
  memoryMegabytes: { choices: [50, 256, 1024], default: 256 },
  /** Calls of one run. Further calls are refused. */
  toolCalls: { least: 1, default: 1000, most: 10_000 },
  /** Concurrent calls. Further calls wait in a queue. */
  toolCallsAtOnce: { least: 1, default: 64, most: 1000 },
  /** Refused calls that the list and the log show. The rest are refused without an entry. */
  refusedCallsTold: 100,
  /** Arguments of all calls of a run, and results of all calls, each in sum. */
  toolCharacters: 100_000_000,
  /** Output that is kept. The rest is only counted. */
  outputCharacters: 1_000_000,
  /** Each form of a result or display. */
  resultCharacters: 1_000_000,
  /** Displays of one run, by number and by total size. The rest are only counted. */
  displays: 200,
  displayCharacters: 5_000_000,
  progressCharacters: 200,
  inputCharacters: 100_000,
  toolArgumentCharacters: 1_000_000,
  toolResultCharacters: 10_000_000,
  codeCharacters: 500_000,
  /** Variables of a session that are listed, and the length of each name, type and summary. */
  variables: 100,
  variableCharacters: 200,
  /** Modules that one script may request. */
  imports: 500,
  importCharacters: 200,
  /** One package as downloaded, and all packages of a run unpacked. */
  packageBytes: 200_000_000,
  unpackedBytes: 1_000_000_000,
} as const

/** The interpreter's file name. Each memory limit has its own file because the limit is compiled into it. */
export const interpreterFile = (megabytes: MemoryMegabytes): string => `pyodide.asm.${megabytes}.wasm`

/** Limits before a person changes them. */
export const defaultLimits = {
  runSeconds: limits.runSeconds.default,
  toolCalls: limits.toolCalls.default,
  toolCallsAtOnce: limits.toolCallsAtOnce.default,
  memoryMegabytes: limits.memoryMegabytes.default,
} as const

export type MemoryMegabytes = (typeof limits.memoryMegabytes.choices)[number]

/** Limits that a person may choose. */
export interface ChosenLimits {
  readonly runSeconds: number
  readonly toolCalls: number
  readonly toolCallsAtOnce: number
  readonly memoryMegabytes: MemoryMegabytes
}

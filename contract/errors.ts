/** The error table: every fault that crosses a boundary carries a code from it. */

/** The exception that a script sees. Each class extends `ToolError` and the nearest builtin. */
export type PythonErrorClass =
  | 'ToolError'
  | 'ToolTimeout'
  | 'ToolDenied'
  | 'ToolInputError'
  | 'ToolUnavailable'

interface ErrorEntry {
  /** HTTP status of responses with this code. */
  readonly status: number
  /** Whether the unchanged call may succeed later. */
  readonly retryable: boolean
  readonly pythonClass: PythonErrorClass
  /** The default message for people: what happened, then what to do. */
  readonly sentence: string
}

export const errorTable = {
  'tool-input-invalid': {
    status: 400,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'The tool does not accept these arguments. Correct the call and run again.',
  },
  'tool-unknown': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'There is no tool with this name. help(tools) lists all tools.',
  },
  'function-not-found': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'This project has no edge function with this name. Check the spelling.',
  },
  'request-too-large': {
    status: 413,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'The arguments of a call are limited to 1 MB. Send less, or send it in parts.',
  },
  'method-not-allowed': {
    status: 405,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'This function accepts only POST requests.',
  },
  'not-signed-in': {
    status: 401,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'You are signed out. Sign in and run again.',
  },
  'access-denied': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'Your account does not have permission to do this.',
  },
  'tool-denied': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'You did not allow this call.',
  },
  'redirect-refused': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'The page has moved to another host. Ask for its new address instead.',
  },
  'question-closed': {
    status: 410,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'This question is no longer open: it was answered or withdrawn, or nobody answered in time.',
  },
  'address-refused': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'This URL is not on the public internet, so it is not fetched.',
  },
  'tool-budget-exceeded': {
    status: 429,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'The run has used up its budget for tools. Ask for less, or split the work into several runs.',
  },
  'rate-limited': {
    status: 429,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'Too many calls in a short time. Wait a moment and try again.',
  },
  'function-failed': {
    status: 500,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'The edge function failed. Its log says why.',
  },
  'response-malformed': {
    status: 502,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence:
      'The service did not return the expected JSON. Try again; if this persists, the service is broken.',
  },
  'response-too-large': {
    status: 502,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'The response is larger than the limit. Ask for less.',
  },
  'upstream-failed': {
    status: 502,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'A service that the function depends on failed. Try again later.',
  },
  'ai-unavailable': {
    status: 503,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'No AI provider answered. Try again later.',
  },
  'not-configured': {
    status: 503,
    retryable: false,
    pythonClass: 'ToolUnavailable',
    sentence: 'This tool is not configured. Ask the owner of this server to set it up.',
  },
  'backend-unreachable': {
    status: 503,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'The backend does not answer. Check that it is running; nothing you did is lost.',
  },
  'conversation-busy': {
    status: 409,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'Another tab is writing in this conversation. Continue there, or wait until it has finished.',
  },
  'workflow-missing': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'This workflow is no longer in the library. Choose another one.',
  },
  'calls-too-deep': {
    status: 508,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'Server scripts that run other scripts reached the nesting limit. Do the work in one script.',
  },
  'executor-busy': {
    status: 503,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'The server is busy with other scripts, and its queue is full. Try again in a moment.',
  },
  'executor-missing': {
    status: 501,
    retryable: false,
    pythonClass: 'ToolUnavailable',
    sentence:
      'This server cannot run Python itself. Run the script in the browser, or set EXECUTOR_URL on the server.',
  },
  'package-unavailable': {
    status: 502,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence:
      'A package could not be downloaded. Check the connection and the package source under Settings.',
  },
  'tool-timed-out': {
    status: 504,
    retryable: true,
    pythonClass: 'ToolTimeout',
    sentence: 'The tool did not answer in time. Try again, or ask for less.',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorTable

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value)

/** The body of every error response of an edge function. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string }
}

/** A fault with a code from the table. Its message is written for people. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** The HTTP status that was received, or else the table's. */
  readonly status: number

  /** When a refused call may succeed; undefined if that is not known. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message?: string, status?: number, retryAfterSeconds?: number) {
    super(message ?? errorTable[code].sentence)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.status = status ?? errorTable[code].status
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable
  }

  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message } }
  }
}

/** Parses the body of an error answer. @returns undefined if the body has another shape. */
export function readErrorBody(value: unknown): AppError | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined
  const { error } = value
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  if (!isErrorCode(error.code)) return undefined
  const message = 'message' in error && typeof error.message === 'string' ? error.message : undefined
  return new AppError(error.code, message)
}

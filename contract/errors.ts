/** The error table: every fault that crosses a boundary carries a code from it. */

/** The exception that a script sees. Each class extends `ToolError` and the nearest builtin. */
export type PythonErrorClass =
  | 'ToolError'
  | 'ToolTimeout'
  | 'ToolDenied'
  | 'ToolInputError'
  | 'ToolUnavailable'

interface ErrorEntry {
  /** HTTP status of the answer that carries this code. */
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
    sentence: 'The tool was called with arguments it does not take. Correct the call and run again.',
  },
  'tool-unknown': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'There is no tool of that name. help(tools) lists those there are.',
  },
  'function-not-found': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'This project has no edge function of that name. Check the spelling.',
  },
  'request-too-large': {
    status: 413,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'The arguments of one call may be at most 1 MB. Send less, or in parts.',
  },
  'method-not-allowed': {
    status: 405,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'This function answers POST requests only.',
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
    sentence: 'Your account may not do this.',
  },
  'tool-denied': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'You did not allow this call.',
  },
  'address-refused': {
    status: 403,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence: 'That address is not on the public internet, so it is not fetched.',
  },
  'tool-budget-exceeded': {
    status: 429,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'The run has used up what it may ask of tools. Ask for less, or do it in several runs.',
  },
  'rate-limited': {
    status: 429,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'Too many calls in a short time. Wait a little and try again.',
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
    sentence: 'The answer was not the JSON that was expected. Try again; if it stays, the service is broken.',
  },
  'response-too-large': {
    status: 502,
    retryable: false,
    pythonClass: 'ToolError',
    sentence: 'The answer is larger than the limit. Ask for less.',
  },
  'upstream-failed': {
    status: 502,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'A service that the function depends on did not answer as it should. Try again later.',
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
    sentence: 'This tool needs a setting that is not there.',
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
    sentence: 'Another tab is writing in this conversation. Go on there, or wait until it has ended.',
  },
  'workflow-missing': {
    status: 404,
    retryable: false,
    pythonClass: 'ToolInputError',
    sentence: 'The library has no such workflow any more. Choose another one.',
  },
  'calls-too-deep': {
    status: 508,
    retryable: false,
    pythonClass: 'ToolDenied',
    sentence:
      'Scripts that run scripts on the server may do so only a few levels deep. Do the work in one script.',
  },
  'executor-busy': {
    status: 503,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence:
      'The server is running as many scripts as it can, and enough wait already. Try again in a moment.',
  },
  'executor-missing': {
    status: 501,
    retryable: false,
    pythonClass: 'ToolUnavailable',
    sentence:
      'This server cannot run Python itself, and knows no service that does. Run the script in the browser, or set EXECUTOR_URL.',
  },
  'package-unavailable': {
    status: 502,
    retryable: true,
    pythonClass: 'ToolUnavailable',
    sentence: 'A package could not be had. Check the connection and the package source under Settings.',
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

/** The body of every error answer of an edge function. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string }
}

/** A fault with a code from the table. Its message is written for people. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** The HTTP status that was received, or else the table's. */
  readonly status: number

  constructor(code: ErrorCode, message?: string, status?: number) {
    super(message ?? errorTable[code].sentence)
    this.code = code
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

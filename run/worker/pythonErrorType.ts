/** The class of what Python raised, by name; '' for an error that is not Python's. */
export const pythonErrorType = (error: unknown): string =>
  error instanceof Error && 'type' in error ? String(error.type) : ''

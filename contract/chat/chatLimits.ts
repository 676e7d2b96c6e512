/** Limits of one chat, in a module of their own so that the window needs no schemas to know them. */

/** Characters are UTF-16 code units. */
export const chatLimits = {
  /** Answers of the model to one message, the final text included. Page and function both enforce it. */
  steps: 8,
  /** After this many identical errors in a row, the model gets no more Python. */
  identicalErrors: 3,
  /** Characters of one step that the model sees; the log keeps everything. */
  observationCharacters: 8_000,
  messageCharacters: 100_000,
  answerCharacters: 1_000_000,
  titleCharacters: 200,
  callIdCharacters: 200,
  summaryCharacters: 20_000,
  /** Messages of one request; the summary covers older ones. */
  turns: 200,
  /** All messages of one request as JSON. The whole request may have 1 MB. */
  requestCharacters: 700_000,
} as const

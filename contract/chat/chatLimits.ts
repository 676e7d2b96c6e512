/** What one chat may have, apart from its shapes, so that the window needs no schemas to know it. */

/** Characters are UTF-16 units of text. */
export const chatLimits = {
  /** Answers of the model to one message, the last one in words included; held on both sides. */
  steps: 8,
  /** After so many steps in a row that failed alike, the model gets no more Python. */
  identicalErrors: 3,
  /** What a model is told of one step; the log has all of it. */
  observationCharacters: 8_000,
  messageCharacters: 100_000,
  answerCharacters: 1_000_000,
  titleCharacters: 200,
  callIdCharacters: 200,
  summaryCharacters: 20_000,
  /** Turns of one request; older ones are in the summary. */
  turns: 200,
  /** Of all turns of one request as JSON; a request may have 1 MB in all. */
  requestCharacters: 700_000,
} as const

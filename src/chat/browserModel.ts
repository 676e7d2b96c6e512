/**
 * Types and lookup of the browser's built-in language model: https://webmachinelearning.github.io/prompt-api/
 */

export type ModelAvailability = 'unavailable' | 'downloadable' | 'downloading' | 'available'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

interface PromptOptions {
  readonly signal: AbortSignal
}

/** A session with the model. Some browsers have only the property names from before 2026. */
export interface ModelSession {
  promptStreaming(input: ModelMessage[], options: PromptOptions): ReadableStream<string>
  measureContextUsage?(input: ModelMessage[], options: PromptOptions): Promise<number>
  measureInputUsage?(input: ModelMessage[], options: PromptOptions): Promise<number>
  readonly contextWindow?: number
  readonly inputQuota?: number
  readonly contextUsage?: number
  readonly inputUsage?: number
  destroy(): void
}

interface ModelOptions {
  readonly expectedInputs: readonly { readonly type: 'text'; readonly languages: readonly string[] }[]
  readonly expectedOutputs: readonly { readonly type: 'text'; readonly languages: readonly string[] }[]
}

interface CreateOptions extends ModelOptions {
  readonly initialPrompts: readonly ModelMessage[]
  readonly signal: AbortSignal
  /** Called at once with the source of download progress events: `loaded` goes from 0 to 1, or to `total`. */
  readonly monitor: (events: EventTarget) => void
}

export interface BrowserModel {
  availability(options: ModelOptions): Promise<ModelAvailability>
  create(options: CreateOptions): Promise<ModelSession>
}

/** Options for both `availability` and `create`. Browsers warn if no language is named. */
export const modelOptions: ModelOptions = {
  expectedInputs: [{ type: 'text', languages: ['en'] }],
  expectedOutputs: [{ type: 'text', languages: ['en'] }],
}

/**
 * Finds the built-in model. @returns undefined if the browser has none, or the page is neither on https nor
 * on this machine.
 */
export function findBrowserModel(page: object): BrowserModel | undefined {
  if (!('LanguageModel' in page)) return undefined
  const model: unknown = page.LanguageModel
  return isBrowserModel(model) ? model : undefined
}

const isBrowserModel = (model: unknown): model is BrowserModel =>
  (typeof model === 'function' || typeof model === 'object') &&
  model !== null &&
  'availability' in model &&
  'create' in model

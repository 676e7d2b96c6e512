/** The browser's own language model as the page finds it: https://webmachinelearning.github.io/prompt-api/ */

export type ModelAvailability = 'unavailable' | 'downloadable' | 'downloading' | 'available'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

interface PromptOptions {
  readonly signal: AbortSignal
}

/** What is asked with; names of before 2026 where browsers still have those alone. */
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
  /** Called at once, with what tells how far a download is: `loaded` from 0 to 1, or to `total`. */
  readonly monitor: (events: EventTarget) => void
}

export interface BrowserModel {
  availability(options: ModelOptions): Promise<ModelAvailability>
  create(options: CreateOptions): Promise<ModelSession>
}

/** The same for the question whether there is one and for the wish to have it. Without a language browsers complain. */
export const modelOptions: ModelOptions = {
  expectedInputs: [{ type: 'text', languages: ['en'] }],
  expectedOutputs: [{ type: 'text', languages: ['en'] }],
}

/** undefined in browsers that have none, and where the page is not at home on https or this machine. */
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

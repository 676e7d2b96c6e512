/** The table of the AI chain's providers, in the order in which the chain asks them. */

/**
 * The wire protocol. `openai`: OpenAI's chat completions. `compatible`: other services with the same API.
 * `gemini`: Google's.
 */
export type AiWire = 'openai' | 'gemini' | 'compatible'

/** List price per million tokens. */
export interface AiPrice {
  readonly input: number
  readonly output: number
  readonly currency: 'USD' | 'CNY'
  /** The date of the source; null if it has none. */
  readonly asOf: string | null
}

/** Names of the environment variables that override the table. */
interface AiVariables {
  readonly key: string
  readonly model: string
  readonly baseUrl: string
}

export interface AiTier {
  readonly id: AiTierId
  /** For people. */
  readonly label: string
  readonly wire: AiWire
  readonly variables: AiVariables
  /** Base of the wire's paths; null if only the environment names it. */
  readonly baseUrl: string | null
  /** The default model; null if only the environment names one. */
  readonly model: string | null
  /**
   * The model's former name. Requests that use it are passed on unchanged, although providers retire models.
   */
  readonly classicModel: string | null
  readonly contextTokens: number | null
  /** The price of `model`; other models' prices are unknown. */
  readonly price: AiPrice | null
  /** Extra fields in the body of every request. */
  readonly extraBody: Readonly<Record<string, unknown>>
}

export const aiTierIds = ['openai', 'gemini', 'deepseek', 'kimi', 'wan-ai', 'compatible'] as const
export type AiTierId = (typeof aiTierIds)[number]

export const aiTiers: Readonly<Record<AiTierId, AiTier>> = {
  openai: {
    id: 'openai',
    label: 'OpenAI',
    wire: 'openai',
    variables: { key: 'OPENAI_API_KEY', model: 'OPENAI_MODEL', baseUrl: 'OPENAI_BASE_URL' },
    baseUrl: 'https://api.openai.com/v1',
    model: 'gpt-6-luna',
    classicModel: 'gpt-4o-mini',
    contextTokens: 1_050_000,
    price: { input: 0.1, output: 0.5, currency: 'USD', asOf: '2026-10' },
    extraBody: {},
  },
  gemini: {
    id: 'gemini',
    label: 'Gemini',
    wire: 'gemini',
    variables: { key: 'GEMINI_API_KEY', model: 'GEMINI_MODEL', baseUrl: 'GEMINI_BASE_URL' },
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    model: 'gemini-3.5-flash-lite',
    classicModel: 'gemini-1.5-flash',
    contextTokens: 1_000_000,
    price: { input: 0.3, output: 2.5, currency: 'USD', asOf: '2026-10-07' },
    extraBody: {},
  },
  deepseek: {
    id: 'deepseek',
    label: 'DeepSeek',
    wire: 'compatible',
    variables: { key: 'DEEPSEEK_API_KEY', model: 'DEEPSEEK_MODEL', baseUrl: 'DEEPSEEK_BASE_URL' },
    baseUrl: 'https://api.deepseek.com',
    model: 'deepseek-flash',
    classicModel: 'deepseek-chat',
    contextTokens: 1_000_000,
    price: { input: 1, output: 4, currency: 'CNY', asOf: null },
    extraBody: { thinking: { type: 'disabled' } },
  },
  kimi: {
    id: 'kimi',
    label: 'Kimi',
    wire: 'compatible',
    variables: { key: 'OPENROUTER_API_KEY', model: 'OPENROUTER_MODEL', baseUrl: 'OPENROUTER_BASE_URL' },
    baseUrl: 'https://openrouter.ai/api/v1',
    model: 'moonshotai/kimi-k2.6',
    classicModel: 'moonshot-v1-32k',
    contextTokens: 262_000,
    price: { input: 0.95, output: 4, currency: 'USD', asOf: '2026-09-29' },
    extraBody: {},
  },
  'wan-ai': {
    id: 'wan-ai',
    label: 'WAN-AI',
    wire: 'compatible',
    variables: { key: 'WAN_AI_API_KEY', model: 'WAN_AI_MODEL', baseUrl: 'WAN_AI_BASE_URL' },
    baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
    model: 'qwen3.8-flash',
    classicModel: 'qwen-max',
    contextTokens: 991_000,
    price: { input: 0.15, output: 0.47, currency: 'USD', asOf: null },
    extraBody: { enable_thinking: false },
  },
  compatible: {
    id: 'compatible',
    label: 'OpenAI-compatible',
    wire: 'compatible',
    variables: {
      key: 'OPENAI_COMPATIBLE_API_KEY',
      model: 'OPENAI_COMPATIBLE_MODEL',
      baseUrl: 'OPENAI_COMPATIBLE_BASE_URL',
    },
    baseUrl: null,
    model: null,
    classicModel: null,
    contextTokens: null,
    price: null,
    extraBody: {},
  },
}

/** Timeouts of the chain in seconds. The environment may set each one, to 0 too. */
export const aiLimits = {
  /** Until the first part of an answer. After that the chain asks the next tier. */
  firstContent: { variable: 'AI_FIRST_CONTENT_SECONDS', seconds: 15 },
  /** Longest pause between two parts of an answer. */
  idle: { variable: 'AI_IDLE_SECONDS', seconds: 30 },
  /** One question, all attempts included. */
  total: { variable: 'AI_TOTAL_SECONDS', seconds: 110 },
  /** Longest cool-down of a tier after a failure. */
  coolDown: { variable: 'AI_COOL_DOWN_SECONDS', seconds: 600 },
} as const

/**
 * Characters of a chat that a model gets, instructions included. The oldest messages are dropped first. The
 * environment may set the number.
 */
export const aiContext = { variable: 'AI_CONTEXT_CHARACTERS', characters: 240_000, least: 40_000 } as const

/** Comma-separated ids of the tiers to ask, in order. */
export const aiOrderVariable = 'AI_TIERS'

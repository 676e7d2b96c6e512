/** The list of all tools, for Python's `tools`, the page's tool host and the edge functions. */
import { aiChat } from './aiChat.ts'
import { aiChatStream } from './aiChatStream.ts'
import { browseWeb } from './browseWeb.ts'
import { deepseekChat } from './deepseekChat.ts'
import type { ToolDefinition } from './defineTool.ts'
import { ecosystemWebhook } from './ecosystemWebhook.ts'
import { extractKnowledge } from './extractKnowledge.ts'
import { geminiChat } from './geminiChat.ts'
import { getMiningStats } from './getMiningStats.ts'
import { invokeFunction } from './invokeFunction.ts'
import { kimiChat } from './kimiChat.ts'
import { matchMemories } from './matchMemories.ts'
import { remember } from './remember.ts'
import { speechToText } from './speechToText.ts'
import { textToSpeech } from './textToSpeech.ts'
import { retryWebhooks } from './retryWebhooks.ts'
import { vectorizeMemory } from './vectorizeMemory.ts'
import { wanAiChat } from './wanAiChat.ts'

export const toolManifest: readonly ToolDefinition[] = [
  getMiningStats,
  browseWeb,
  matchMemories,
  remember,
  vectorizeMemory,
  extractKnowledge,
  aiChat,
  aiChatStream,
  geminiChat,
  deepseekChat,
  kimiChat,
  wanAiChat,
  textToSpeech,
  speechToText,
  ecosystemWebhook,
  retryWebhooks,
  invokeFunction,
]

export const findTool = (name: string): ToolDefinition | undefined =>
  toolManifest.find((tool) => tool.name === name)

/** tools.gemini_chat: one question to one provider. */
import { aiTiers } from '../../../contract/ai/aiTiers.ts'
import { geminiChat } from '../../../contract/tools/geminiChat.ts'
import { serveProviderChat } from '../_shared/ai/serveProviderChat.ts'

export default { fetch: serveProviderChat(geminiChat, aiTiers.gemini) }

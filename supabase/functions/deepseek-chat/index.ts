/** tools.deepseek_chat: one question to one provider. */
import { aiTiers } from '../../../contract/ai/aiTiers.ts'
import { deepseekChat } from '../../../contract/tools/deepseekChat.ts'
import { serveProviderChat } from '../_shared/ai/serveProviderChat.ts'

export default { fetch: serveProviderChat(deepseekChat, aiTiers.deepseek) }

/** tools.kimi_chat: one question to one provider. */
import { aiTiers } from '../../../contract/ai/aiTiers.ts'
import { kimiChat } from '../../../contract/tools/kimiChat.ts'
import { serveProviderChat } from '../_shared/ai/serveProviderChat.ts'

export default { fetch: serveProviderChat(kimiChat, aiTiers.kimi) }

/** tools.wan_ai_chat: one question to one provider. */
import { aiTiers } from '../../../contract/ai/aiTiers.ts'
import { wanAiChat } from '../../../contract/tools/wanAiChat.ts'
import { serveProviderChat } from '../_shared/ai/serveProviderChat.ts'

export default { fetch: serveProviderChat(wanAiChat, aiTiers['wan-ai']) }

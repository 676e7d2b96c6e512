/** Broadcasts to the other tabs of this browser which conversations changed and which ids are removed. */
import { z } from 'zod'

const announcement = z.object({
  conversationIds: z.array(z.string()),
  removedIds: z.array(z.string()),
})
type Announcement = z.infer<typeof announcement>

export interface ChatChannel {
  readonly announce: (changed: Announcement) => void
  readonly dispose: () => void
}

export function createChatChannel(
  name: string,
  onAnnouncement: (changed: Announcement) => void,
): ChatChannel {
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const read = announcement.safeParse(data)
    if (read.success) onAnnouncement(read.data)
  }
  return { announce: (changed) => channel.postMessage(changed), dispose: () => channel.close() }
}

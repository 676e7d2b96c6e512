/** The entry of an execution's metadata that names its chat message. */

export const messageMetadata = (messageId: string | null): Readonly<Record<string, unknown>> =>
  messageId === null ? {} : { message_id: messageId }

/** Where an execution's metadata keeps the message whose step it is. */

export const messageMetadata = (messageId: string | null): Readonly<Record<string, unknown>> =>
  messageId === null ? {} : { message_id: messageId }

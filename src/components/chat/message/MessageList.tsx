/** The virtual list of messages. It keeps the end in view while the answer grows. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { useSilenceOnLeaving } from '../../../hooks/useSilenceOnLeaving.ts'
import { Button } from '../../ui/button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { MessageItem } from './MessageItem.tsx'

interface MessageListProps {
  readonly messages: readonly ChatMessage[]
}

/** Distance in pixels within which the user counts as being at the end. */
const endPixels = 48

/** Renders only messages near the visible part. Opens at the end, and scrolls there when the user sends. */
export function MessageList({ messages }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  useSilenceOnLeaving()
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed on to what is memoized
  const list = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => messages[index]?.id ?? index,
    estimateSize: (index) => guessHeight(messages[index]),
    overscan: 4,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endPixels,
  })
  const scrollToEnd = useRef(() => list.scrollToEnd())
  // A conversation opens at its end.
  useLayoutEffect(() => scrollToEnd.current(), [])
  const lastId = messages.findLast(({ role }) => role === 'user')?.id
  const isFirst = useRef(true)
  // After sending, show the new message, even if the user had scrolled up.
  useLayoutEffect(() => {
    if (!isFirst.current) scrollToEnd.current()
    isFirst.current = false
  }, [lastId])

  return (
    <div className="relative min-h-0 flex-1">
      <Scroller
        ref={scroller}
        role="log"
        // ChatAnnouncer announces answers when they are complete; this region would announce every word.
        aria-live="off"
        aria-label="Messages"
        className="overflow-x-hidden [overflow-anchor:none]"
        // The browser's own scrolling is slow, and misses the end because row heights are estimates.
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return
          if (event.key !== 'Home' && event.key !== 'End') return
          event.preventDefault()
          if (event.key === 'Home') list.scrollToIndex(0)
          else list.scrollToEnd()
        }}
      >
        <div className="relative" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index]
            return (
              message && (
                <div
                  key={key}
                  ref={list.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <MessageItem message={message} isLast={index === messages.length - 1} />
                </div>
              )
            )
          })}
        </div>
      </Scroller>
      {messages.length > 0 && !list.isAtEnd(endPixels) && (
        <Button
          size="small"
          className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-md"
          onClick={() => list.scrollToEnd()}
        >
          <ArrowDown aria-hidden /> Jump to the latest
        </Button>
      )}
    </div>
  )
}

/** Estimates a height in pixels until the message is measured, so that the scroll bar hardly moves. */
function guessHeight(message: ChatMessage | undefined): number {
  if (!message) return 100
  return message.parts.reduce((sum, part) => {
    if (part.type === 'text') return sum + Math.ceil(part.text.length / 90) * 22
    return part.type === 'tool-execute_python' ? sum + 160 : sum
  }, 64)
}

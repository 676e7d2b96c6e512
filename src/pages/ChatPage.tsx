/** /chat/new, /chat/temporary and /chat/:id: ask, and watch the assistant work in Python. */
import { Suspense, useEffect, useState } from 'react'
import { viewRun } from '../../run/journal/viewRun.ts'
import { PanelBoundary } from '../components/ui/panel-boundary.tsx'
import { Navigate, useParams } from 'react-router'
import { ChatWindow } from '../components/chat/ChatWindow.tsx'
import type { ChatWindowParts } from '../components/chat/ChatWindowParts.ts'
import { RunPlaceChoice } from '../components/testing/RunPlaceChoice.tsx'
import { useChatStorage } from '../hooks/useChatStorage.ts'
import { useTitle } from '../hooks/useTitle.ts'
import { lazyPart } from '../components/ui/lazy-part.ts'

// Not needed before the first message, but preloaded: that may be written while the server is down.
const loadMarkdown = async () => ({
  default: (await import('../components/ui/markdown-view.tsx')).MarkdownView,
})
const loadRunOutput = async () => ({
  default: (await import('../components/output/RunOutput.tsx')).RunOutput,
})
const MarkdownView = lazyPart(loadMarkdown)
const RunOutput = lazyPart(loadRunOutput)
const HighlightedCode = lazyPart(async () => ({
  default: (await import('../components/editor/HighlightedCode.tsx')).HighlightedCode,
}))
const ScriptEditor = lazyPart(async () => ({
  default: (await import('../components/editor/ScriptEditor.tsx')).ScriptEditor,
}))
const LoggedRun = lazyPart(async () => ({
  default: (await import('../components/output/LoggedRun.tsx')).LoggedRun,
}))
const WorkflowMatches = lazyPart(async () => ({
  default: (await import('../components/workflows/WorkflowMatches.tsx')).WorkflowMatches,
}))
const ApprovalChoice = lazyPart(async () => ({
  default: (await import('../components/account/ApprovalChoice.tsx')).ApprovalChoice,
}))

const asWritten = (text: string) => <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>

const parts: ChatWindowParts = {
  markdown: (slot) => (
    // Extremely nested Markdown overflows the parser's stack; the boundary protects the conversation.
    <PanelBoundary name="The Markdown" fallback={asWritten(slot.source)}>
      <Suspense fallback={asWritten(slot.source)}>
        <MarkdownView {...slot} />
      </Suspense>
    </PanelBoundary>
  ),
  code: (slot) => (
    <Suspense
      fallback={<code className="block font-mono text-[13px] leading-5 whitespace-pre">{slot.code}</code>}
    >
      <HighlightedCode {...slot} />
    </Suspense>
  ),
  editor: (slot) => (
    <Suspense fallback={null}>
      <ScriptEditor {...slot} takesFocus failure={null} reveal={null} />
    </Suspense>
  ),
  run: ({ run, onAnswer }) => <RunOutput view={viewRun(run)} onAnswer={onAnswer} />,
  loggedRun: (slot) => <LoggedRun {...slot} />,
  matches: (slot) => <WorkflowMatches {...slot} />,
  runPlace: (slot) => <RunPlaceChoice {...slot} />,
  approvals: () => (
    <Suspense fallback={null}>
      <ApprovalChoice />
    </Suspense>
  ),
}

export function ChatPage() {
  const { id } = useParams()
  const { readLast } = useChatStorage()
  const [title, setTitle] = useState('')
  useTitle(title || 'Chat')
  useEffect(() => void Promise.allSettled([loadMarkdown(), loadRunOutput()]), [])
  if (id === undefined) return <Navigate to={`/chat/${readLast() ?? 'new'}`} replace />
  const isTemporary = id === 'temporary'
  return (
    <ChatWindow
      conversationId={id === 'new' || isTemporary ? null : id}
      isTemporary={isTemporary}
      parts={parts}
      onTitle={setTitle}
    />
  )
}

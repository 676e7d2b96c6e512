/** The pages that the first paint can do without. */
import { lazy } from 'react'

const loadChat = async () => ({ default: (await import('../pages/ChatPage.tsx')).ChatPage })
const loadHistory = async () => ({ default: (await import('../pages/HistoryPage.tsx')).HistoryPage })
const loadExecution = async () => ({ default: (await import('../pages/ExecutionPage.tsx')).ExecutionPage })
const loadWorkflows = async () => ({ default: (await import('../pages/WorkflowsPage.tsx')).WorkflowsPage })
const loadSettings = async () => ({ default: (await import('../pages/SettingsPage.tsx')).SettingsPage })
/** What the first page shows its parts in, for wide screens and narrow ones. */
const loadPanes = () =>
  Promise.all([
    import('../components/testing/SplitPanes.tsx'),
    import('../components/testing/TabbedPanes.tsx'),
  ])

export const ChatPage = lazy(loadChat)
export const HistoryPage = lazy(loadHistory)
export const ExecutionPage = lazy(loadExecution)
export const WorkflowsPage = lazy(loadWorkflows)
export const SettingsPage = lazy(loadSettings)

/** Loads them ahead, so that they open at once, and also while the backend is away. */
export async function preloadPages(): Promise<void> {
  // A page that could not be loaded now is asked for again when it is visited.
  await Promise.allSettled([
    loadChat(),
    loadHistory(),
    loadExecution(),
    loadWorkflows(),
    loadSettings(),
    loadPanes(),
  ])
}

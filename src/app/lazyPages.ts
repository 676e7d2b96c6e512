/** The pages that the first paint can do without. */
import { lazyPart } from '../components/ui/lazy-part.ts'

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

/** By the beginning of its address. */
const loaders = [
  ['/chat', loadChat],
  ['/history/', loadExecution],
  ['/history', loadHistory],
  ['/workflows', loadWorkflows],
  ['/settings', loadSettings],
  ['/', loadPanes],
] as const

export const ChatPage = lazyPart(loadChat)
export const HistoryPage = lazyPart(loadHistory)
export const ExecutionPage = lazyPart(loadExecution)
export const WorkflowsPage = lazyPart(loadWorkflows)
export const SettingsPage = lazyPart(loadSettings)

/** Has the page at this address come while it is found out who is signed in. */
export function preloadPage(path: string): void {
  const [, load] = loaders.find(([start]) => path.startsWith(start)) ?? []
  load?.().catch(() => {
    // It is asked for again when it is shown, and that says what is wrong.
  })
}

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

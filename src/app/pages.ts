/** The table of pages. Routes, navigation and preloading are derived from it. */
import type { ComponentType } from 'react'
import { matchPath } from 'react-router'
import { lazyPart } from '../components/ui/lazy-part.ts'
import { ScriptsPage } from '../pages/ScriptsPage.tsx'

interface Page {
  /** A path pattern of React Router. */
  readonly path: string
  /** Name in the navigation; null if only other pages lead to it. */
  readonly name: string | null
  readonly Component: ComponentType
  /** Loads the page's code. May be called again, also after a failure. */
  readonly load: () => Promise<unknown>
}

/**
 * The page that opens first. Its code is part of the first load, except for the panes: a screen needs one of
 * the two kinds.
 */
const scripts: Page = {
  path: '/scripts',
  name: 'Scripts',
  Component: ScriptsPage,
  load: () =>
    Promise.all([
      import('../components/testing/SplitPanes.tsx'),
      import('../components/testing/TabbedPanes.tsx'),
    ]),
}

/** In the order of the navigation. */
export const pages: readonly Page[] = [
  lazyPage('/chat/:id?', 'Chat', async () => (await import('../pages/ChatPage.tsx')).ChatPage),
  scripts,
  lazyPage('/workflows', 'Workflows', async () => (await import('../pages/WorkflowsPage.tsx')).WorkflowsPage),
  lazyPage('/history', 'History', async () => (await import('../pages/HistoryPage.tsx')).HistoryPage),
  lazyPage('/history/:id', null, async () => (await import('../pages/ExecutionPage.tsx')).ExecutionPage),
  lazyPage('/settings', null, async () => (await import('../pages/SettingsPage.tsx')).SettingsPage),
]

function lazyPage(path: string, name: string | null, load: () => Promise<ComponentType>): Page {
  return { path, name, Component: lazyPart(async () => ({ default: await load() })), load }
}

/** Loads the code of an address's page while the session is being read. */
export function preloadPage(address: string): void {
  const { load } = pages.find(({ path }) => matchPath(path, address)) ?? scripts
  load().catch(() => {
    // Showing the page loads it again and reports the error.
  })
}

/** Preloads all pages, so that they open at once, even if the backend is away. */
export async function preloadPages(): Promise<void> {
  // A page that fails to load is loaded again on its visit.
  await Promise.allSettled(pages.map(({ load }) => load()))
}

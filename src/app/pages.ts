/** All pages. Routes, navigation and preloading follow from this table. */
import type { ComponentType } from 'react'
import { matchPath } from 'react-router'
import { lazyPart } from '../components/ui/lazy-part.ts'
import { ScriptsPage } from '../pages/ScriptsPage.tsx'

interface Page {
  /** A pattern of React Router. */
  readonly path: string
  /** In the navigation; null: other pages lead there. */
  readonly name: string | null
  readonly Component: ComponentType
  /** Loads all that the page needs to show itself. Can be called again, also after a failure. */
  readonly load: () => Promise<unknown>
}

/** The page that opens first: its code is part of the first load, but for the panes, of which a screen needs one kind. */
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

/** Loads the page of an address while the session is read. */
export function preloadPage(address: string): void {
  const { load } = pages.find(({ path }) => matchPath(path, address)) ?? scripts
  load().catch(() => {
    // It is loaded again when it is shown, which says what is wrong.
  })
}

/** Loads all pages ahead, so that they open at once, also while the backend is away. */
export async function preloadPages(): Promise<void> {
  // A page that fails to load is loaded again when it is visited.
  await Promise.allSettled(pages.map(({ load }) => load()))
}

/** The frame of every page: navigation, interpreter state, theme, account, and unsaved work. */
import { Suspense, useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { InterpreterState } from '../components/shell/InterpreterState.tsx'
import { SaveState } from '../components/shell/SaveState.tsx'
import { PanelBoundary } from '../components/ui/panel-boundary.tsx'
import { useAfterPython } from '../hooks/useAfterPython.ts'
import { lazyPart } from '../components/ui/lazy-part.ts'
import { pages } from './pages.ts'

// Menus open on a press, so they load after the first paint.
const HeaderMenus = lazyPart(async () => ({
  default: (await import('../components/account/HeaderMenus.tsx')).HeaderMenus,
}))

const links = pages.flatMap(({ path, name }) =>
  // The navigation leads to the address without its parameter.
  name === null ? [] : [{ to: path.replace(/\/:.*/, ''), name }],
)

export function AppShell() {
  const { pathname } = useLocation()
  const isAfterPython = useAfterPython()
  const formerPath = useRef(pathname)
  useEffect(() => {
    // The pressed link left with its page, so focus moves to the new page.
    if (formerPath.current !== pathname && document.activeElement === document.body)
      document.getElementById('content')?.focus()
    formerPath.current = pathname
  }, [pathname])
  const navigation = useRef<HTMLElement>(null)
  useEffect(() => {
    const link = navigation.current?.querySelector('[aria-current=page]')
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href="#content"
        className="absolute top-1 left-1 z-50 -translate-y-20 rounded-md bg-primary px-3 py-2 text-primary-foreground focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-surface px-3 sm:gap-2">
        <img src="/icon.svg" alt="" className="size-6" />
        <span className="mr-3 hidden font-semibold whitespace-nowrap sm:block">Eliza Workbench</span>
        {/* On a phone more pages than fit can be scrolled to. */}
        <nav
          ref={navigation}
          aria-label="Pages"
          className="flex h-full min-w-0 items-stretch scroll-px-4 overflow-x-auto overflow-y-hidden [scrollbar-width:none]"
        >
          {links.map(({ to, name }) => (
            <NavLink
              key={to}
              to={to}
              className="flex items-center border-b-2 border-transparent px-1.5 text-muted-foreground -outline-offset-2 hover:text-foreground sm:px-2.5 aria-[current=page]:border-primary aria-[current=page]:text-foreground"
            >
              {name}
            </NavLink>
          ))}
        </nav>
        <div className="ml-auto flex min-w-0 shrink-0 items-center gap-1 sm:shrink">
          {/* The scripts page shows this itself, in more detail. */}
          {pathname !== '/scripts' && (
            <div className="hidden sm:block">
              <InterpreterState />
            </div>
          )}
          <div className="flex h-8 w-17 shrink-0 gap-1">
            <PanelBoundary name="The menus" fallback={null}>
              <Suspense fallback={null}>{isAfterPython && <HeaderMenus />}</Suspense>
            </PanelBoundary>
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
        {/* The key resets the boundary on another page. Conversations share a page and have a boundary of
            their own. */}
        <PanelBoundary key={pathname.startsWith('/chat') ? '/chat' : pathname} name="This page">
          <Suspense fallback={<p className="p-6 text-muted-foreground">Opening…</p>}>
            <Outlet />
          </Suspense>
        </PanelBoundary>
      </main>
      <SaveState />
    </div>
  )
}

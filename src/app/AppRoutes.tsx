/** Maps addresses to pages, and preloads all pages once Python is ready. */
import { useEffect } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { NotFoundPage } from '../pages/NotFoundPage.tsx'
import { useAfterPython } from '../hooks/useAfterPython.ts'
import { AppShell } from './AppShell.tsx'
import { pages, preloadPages } from './pages.ts'

export function AppRoutes() {
  const isAfterPython = useAfterPython()
  useEffect(() => {
    if (isAfterPython) void preloadPages()
  }, [isAfterPython])
  return (
    <Routes>
      <Route element={<AppShell />}>
        {pages.map(({ path, Component }) => (
          <Route key={path} path={path} element={<Component />} />
        ))}
        {['/', '/testing', '/sign-in'].map((path) => (
          <Route key={path} path={path} element={<Navigate to="/scripts" replace />} />
        ))}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}

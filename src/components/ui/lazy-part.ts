/** React's `lazy` with retry. React itself caches a failed import for the life of the page. */
import { createElement, lazy, type ComponentType } from 'react'

/** A chunk could not be loaded: the server is down, or has deployed another version of the app. */
export class PartNotLoaded extends Error {
  /** Drops the cached failure, so that the next render imports the chunk again. */
  readonly forget: () => void

  constructor(forget: () => void, cause: unknown) {
    super('A part of the app could not be loaded', { cause })
    this.forget = forget
  }
}

/**
 * A component whose code is loaded on first render. Needs a `Suspense` above it, and a `PanelBoundary` for failures.
 * @throws {PartNotLoaded} while rendering, if the import failed.
 * @example
 * const Chart = lazyPart(async () => ({ default: (await import('./Chart.tsx')).Chart }))
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const begin = () =>
    lazy(() =>
      load().catch((cause: unknown) => {
        // Not dropped at once: React rerenders after a failure, which would import in an endless loop.
        throw new PartNotLoaded(() => (part = begin()), cause)
      }),
    )
  let part = begin()
  return (props) => createElement(part as ComponentType<Props>, props)
}

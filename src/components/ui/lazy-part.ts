/** React's `lazy` for parts that can be asked for again: React itself remembers a failure for as long as the page lives. */
import { createElement, lazy, type ComponentType } from 'react'

/** The server was away, or has another version of the app by now. */
export class PartNotLoaded extends Error {
  /** Forgets the failure: who draws the part then has it loaded anew. */
  readonly forget: () => void

  constructor(forget: () => void, cause: unknown) {
    super('A part of the app could not be loaded', { cause })
    this.forget = forget
  }
}

/** A component that suspends until it is loaded, and throws `PartNotLoaded` where that fails. */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const begin = () =>
    lazy(() =>
      load().catch((cause: unknown) => {
        // Not forgotten at once: React draws again what failed, and would ask without end.
        throw new PartNotLoaded(() => (part = begin()), cause)
      }),
    )
  let part = begin()
  return (props) => createElement(part as ComponentType<Props>, props)
}

/**
 * An error boundary: a crash in one panel, or a part that cannot be loaded, leaves the rest of the page
 * usable.
 */
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'
import { PartNotLoaded } from './lazy-part.ts'

interface PanelBoundaryProps {
  /** Starts the sentence that reports the failure: "The editor could not be loaded". */
  readonly name: string
  readonly children: ReactNode
  /** Rendered instead of the notice. */
  readonly fallback?: ReactNode
  /** The value being rendered. A new value clears the failure. */
  readonly subject?: unknown
}

interface PanelBoundaryState {
  /** null if nothing has failed. */
  readonly failure: { readonly error: unknown } | null
}

/** Delay before a part that could not be loaded is requested again. */
const loadAgainMs = 5000

/**
 * Wrap every part that shows user data or is loaded lazily.
 * A failed import is retried every 5 s; a crash is retried on request or when `subject` changes.
 */
export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { failure: null }
  private timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { failure: { error } }
  }

  override componentDidCatch(error: unknown) {
    clearTimeout(this.timer)
    if (error instanceof PartNotLoaded) this.timer = setTimeout(this.tryAgain, loadAgainMs)
  }

  override componentDidUpdate({ subject }: PanelBoundaryProps, { failure }: PanelBoundaryState) {
    // A failure that came with this update belongs to the new subject.
    const isOld = failure !== null && failure === this.state.failure
    if (isOld && subject !== this.props.subject) this.tryAgain()
  }

  override componentWillUnmount() {
    this.forget()
  }

  private forget() {
    clearTimeout(this.timer)
    const error = this.state.failure?.error
    if (error instanceof PartNotLoaded) error.forget()
  }

  private readonly tryAgain = () => {
    this.forget()
    this.setState({ failure: null })
  }

  override render() {
    const { name, children, fallback } = this.props
    const { failure } = this.state
    if (failure === null) return children
    if (fallback !== undefined) return fallback
    return (
      <Alert
        className="m-3"
        actions={
          <Button size="small" onClick={this.tryAgain}>
            Try again
          </Button>
        }
      >
        {failure.error instanceof PartNotLoaded
          ? `${name} could not be loaded. The server does not answer, or it has a newer version of the app. The page retries every few seconds; if that does not help, reload it.`
          : `${name} could not be shown because of a bug in this app.`}{' '}
        Your scripts and runs are kept.
      </Alert>
    )
  }
}

/** Keeps a bug in one panel, or a part that could not be loaded, from taking the rest of the page with it. */
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'
import { PartNotLoaded } from './lazy-part.ts'

interface PanelBoundaryProps {
  /** What failed, as people call it. */
  readonly name: string
  readonly children: ReactNode
  /** Shown instead of the notice. */
  readonly fallback?: ReactNode
  /** What is shown: that one could not be says nothing of the next. */
  readonly subject?: unknown
}

interface PanelBoundaryState {
  /** null while all is well. */
  readonly failure: { readonly error: unknown } | null
}

/** How long after a failure it is tried to load the part again. */
const loadAgainMs = 5000

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
    // Not what failed with this very subject.
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
          ? `${name} could not be loaded: the server does not answer, or has a newer version of the app. It is tried again every few seconds; if that does not help, reload the page.`
          : `${name} could not be shown because of a fault in this app.`}{' '}
        Your script and your runs are kept.
      </Alert>
    )
  }
}

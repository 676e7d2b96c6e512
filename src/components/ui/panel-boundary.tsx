/** Keeps a bug in one panel from taking the rest of the page with it. */
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'

interface PanelBoundaryProps {
  /** What failed, as people call it. */
  readonly name: string
  readonly children: ReactNode
  /** Shown instead of the notice. */
  readonly fallback?: ReactNode
}

export class PanelBoundary extends Component<PanelBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    const { name, children, fallback } = this.props
    if (!this.state.failed) return children
    if (fallback !== undefined) return fallback
    return (
      <Alert
        className="m-3"
        actions={
          <Button size="small" onClick={() => this.setState({ failed: false })}>
            Try again
          </Button>
        }
      >
        {name} could not be shown because of a fault in this app. Your script and your runs are kept.
      </Alert>
    )
  }
}

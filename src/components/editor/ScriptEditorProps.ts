/** The props of a script editor, be it the plain field or Monaco. */

/** The plain field and Monaco take the same props, so that one can replace the other. */
export interface ScriptEditorProps {
  /** Its accessible name. */
  readonly label: string
  /** The script's id: each script has its own undo history. Absent if the script is read-only. */
  readonly scriptId?: string
  readonly code: string
  /** Absent if the script is read-only. */
  readonly onChange?: (code: string) => void
  readonly onRun?: () => void
  /** Called on Escape, unless the editor itself had something to close. */
  readonly onStop?: () => void
  /** Focuses the field on mount. */
  readonly takesFocus?: boolean
  /** Marks a line as failed, counted from 1. Ignored if the script has no such line. */
  readonly failure: { readonly line: number; readonly message: string } | null
  /** Scrolls to a line. A new object scrolls there again. */
  readonly reveal: { readonly line: number } | null
}

/** Moves the focus into Monaco and restores the selection, given as offsets. */
export type TakeFocus = (selection: { readonly start: number; readonly end: number }) => void

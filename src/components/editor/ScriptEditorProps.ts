/** What an editor of one script is given, be it the plain field or Monaco. */

export interface ScriptEditorProps {
  /** Its accessible name. */
  readonly label: string
  /** Which script this is: each has its own undo history. Absent where the script is only looked at. */
  readonly scriptId?: string
  readonly code: string
  /** Absent where the script is only looked at. */
  readonly onChange?: (code: string) => void
  readonly onRun?: () => void
  /** Escape was pressed, and the editor itself had nothing to close. */
  readonly onStop?: () => void
  /** Whether it was asked for just now, to write in it. */
  readonly takesFocus?: boolean
  /** The line that is marked as failed, from 1; lines the script does not have are ignored. */
  readonly failure: { readonly line: number; readonly message: string } | null
  /** A line to go to; a new object goes there again. */
  readonly reveal: { readonly line: number } | null
}

/** Puts caret and focus into Monaco. */
export type TakeFocus = (selection: { readonly start: number; readonly end: number }) => void

/** Rows of a page of the history. */
export const executionsAtOnce = 50

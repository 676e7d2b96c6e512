/** Numbers as the interface writes them: in its own language, whatever the browser's is. */

/** '1,234,567'. */
export const formatNumber = (value: number): string => value.toLocaleString('en')

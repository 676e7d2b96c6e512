/** The executor's parts, in the order of the tabs. */
export const paneNames = ['Examples', 'Script', 'Output', 'Result', 'Tool calls'] as const
export type PaneName = (typeof paneNames)[number]

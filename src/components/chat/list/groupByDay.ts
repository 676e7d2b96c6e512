/** Groups items by day, with names such as Today. Pure. */

const dayMs = 24 * 60 * 60 * 1000

/** A day's name, such as "Today" or "March 2026", with its items. */
export interface DayGroup<Item> {
  readonly day: string
  readonly items: readonly Item[]
}

/**
 * Groups by local day, week and month. Keeps the given order.
 * @param items Newest first.
 */
export function groupByDay<Item extends { readonly updated_at: string }>(
  items: readonly Item[],
  now: Date = new Date(),
): readonly DayGroup<Item>[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const day = dayOf(new Date(item.updated_at), now)
    groups.set(day, [...(groups.get(day) ?? []), item])
  }
  return [...groups].map(([day, members]) => ({ day, items: members }))
}

function dayOf(time: Date, now: Date): string {
  const age = Math.round((startOfDay(now) - startOfDay(time)) / dayMs)
  if (age <= 0) return 'Today'
  if (age === 1) return 'Yesterday'
  if (age < 7) return 'Last 7 days'
  if (age < 30) return 'Last 30 days'
  return time.toLocaleDateString('en', { month: 'long', year: 'numeric' })
}

const startOfDay = (time: Date): number =>
  new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()

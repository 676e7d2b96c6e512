/** Loads something once and keeps it (memoizes the promise). */

/**
 * Calls at the same time share one load. A failure is forgotten: the next call loads again.
 * @param load is called once for each key; without a key, once.
 */
export function loadOnce<Value, Key = void>(
  load: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Promise<Value>>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const loading = load(key)
    kept.set(key, loading)
    loading.catch(() => kept.delete(key))
    return loading
  }
}

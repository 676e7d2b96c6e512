/**
 * Keeps strings in JSON columns as strings: lite parses a string that is valid JSON, such as "123" or "null".
 */

/** Names of the JSON columns of each table. */
export type JsonColumns = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Encodes each string in a JSON column as a JSON string, so that lite's parsing restores it.
 *
 * @returns The request itself if it does not write rows as JSON.
 */
export async function keepJsonText(request: Request, jsonColumns: JsonColumns): Promise<Request> {
  const table = /^\/rest\/v1\/(\w+)$/.exec(new URL(request.url).pathname)?.[1]
  const columns = table === undefined ? undefined : jsonColumns.get(table)
  const isJson = request.headers.get('content-type')?.startsWith('application/json') === true
  if (columns === undefined || !isJson || !['POST', 'PATCH', 'PUT'].includes(request.method)) return request
  const text = await request.text()
  const { method, headers, url } = request
  return new Request(url, { method, headers, body: spell(text, columns) })
}

function spell(text: string, columns: ReadonlySet<string>): string {
  try {
    const body: unknown = JSON.parse(text)
    for (const row of Array.isArray(body) ? body : [body]) {
      if (typeof row !== 'object' || row === null) continue
      for (const column of columns) {
        const value: unknown = Reflect.get(row, column)
        if (typeof value === 'string') Reflect.set(row, column, JSON.stringify(value))
      }
    }
    return JSON.stringify(body)
  } catch {
    // Invalid JSON goes to lite, which refuses it.
    return text
  }
}

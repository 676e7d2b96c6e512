/** Keeps texts in JSON columns texts: lite reads a text that happens to be JSON, such as "123" or "null", as what it spells. */

/** Names of the JSON columns by table. */
export type JsonColumns = ReadonlyMap<string, ReadonlySet<string>>

/** The request itself where it writes no rows as JSON; else one with each text in a JSON column spelled as JSON. */
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
    // What is no JSON is for lite to refuse.
    return text
  }
}

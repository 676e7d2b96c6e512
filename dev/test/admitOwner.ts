/** Signs the pages of a test backend in as the owner, without each of them opening the address with the start-up key. */
import type { Server } from 'node:http'
import { localKeyFragment, localKeyHeader, localSessionPath } from '../../contract/edgeApi.ts'

/** Adds the key to requests for a session that bear none. All that the gateway demands beside it is left to it. */
export function admitOwner(server: Server, ownerAddress: () => string | null): void {
  server.prependListener('request', ({ url, headers }) => {
    const key = ownerAddress()?.split(localKeyFragment)[1]
    if (url === localSessionPath && key !== undefined) headers[localKeyHeader] ??= key
  })
}

/**
 * Stand-ins for the browser's network APIs: each request fails with a NetworkError. So a library raises its
 * own exception, which scripts catch, and not an AttributeError for the want of `fetch`.
 */

/** Not a DOMException: Pyodide wraps everything that is no Error in a long message. */
class NetworkError extends Error {
  override readonly name = 'NetworkError'
}

const networkError = () => new NetworkError('Scripts have no network of their own.')

function fetch(): Promise<never> {
  const failed = Promise.reject(networkError())
  // A script may leave it alone.
  failed.catch(() => {})
  return failed
}

class Request {
  readonly url: string
  constructor(address: unknown) {
    this.url = String(address)
  }
}

class AbortController {
  readonly signal = { aborted: false }
  abort(): void {}
}

class AbortSignal {}

class XMLHttpRequest {
  open(): void {}
  setRequestHeader(): void {}
  overrideMimeType(): void {}
  abort(): void {}
  addEventListener(): void {}
  send(): never {
    throw networkError()
  }
}

/** Names of JavaScript's global scope. */
export const noNetwork = { fetch, Request, AbortController, AbortSignal, XMLHttpRequest }

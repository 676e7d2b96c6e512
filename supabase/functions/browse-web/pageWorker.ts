/** The worker that reads web pages, without any permission: a page that takes too long ends it and nothing else. */
import { AppError, type ErrorBody } from '../../../contract/errors.ts'
import { type PageToRead, readPage, type ReadPage } from './readPage.ts'

/** The answer to each page. */
export type PageAnswer = { readonly page: ReadPage } | { readonly refusal: ErrorBody }

self.addEventListener('message', ({ data }: MessageEvent<PageToRead>) => {
  let answer: PageAnswer
  try {
    answer = { page: readPage(data) }
  } catch (error) {
    const fault = error instanceof AppError ? error : new AppError('response-malformed')
    answer = { refusal: fault.toBody() }
  }
  self.postMessage(answer)
})
self.postMessage('ready')

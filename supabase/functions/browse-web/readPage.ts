/** Reads a web page: title, links, metadata, and the text of its article. Blocks the thread meanwhile. */
import type { z } from 'zod'
import type { browseWeb } from '../../../contract/tools/browseWeb.ts'
import { isReadable, readArticle } from './readArticle.ts'
import { readMarkup } from './readMarkup.ts'

export type ReadPage = Pick<z.output<typeof browseWeb.result>, 'title' | 'content' | 'links' | 'metadata'>

export interface PageToRead {
  readonly html: string
  readonly url: string
  /** Whether to reduce the page to its article. */
  readonly extractContent: boolean
}

/** @throws AppError `response-too-large`, see readMarkup. */
export function readPage({ html, url, extractContent }: PageToRead): ReadPage {
  const markup = readMarkup(html, url)
  const { title, metadata, text, links } = markup
  const article = extractContent && isReadable(markup) ? readArticle(html) : undefined
  return { title, content: article === undefined ? text : readMarkup(article, url).text, links, metadata }
}

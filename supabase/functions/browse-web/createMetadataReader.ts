/**
 * Reads a page's metadata from its head: `meta` elements (Open Graph, Twitter, plain) and the canonical link.
 */
import type { z } from 'zod'
import type { browseWeb } from '../../../contract/tools/browseWeb.ts'

export type Metadata = z.output<typeof browseWeb.result>['metadata']

type Field = keyof Metadata

/** Names and properties of `meta` for each field, the most specific first. */
const names: Readonly<Record<Exclude<Field, 'canonical_url' | 'language'>, readonly string[]>> = {
  description: ['og:description', 'description', 'twitter:description'],
  site_name: ['og:site_name', 'application-name'],
  author: ['author', 'article:author', 'twitter:creator'],
  published: ['article:published_time', 'datepublished', 'date', 'dc.date'],
  modified: ['article:modified_time', 'og:updated_time', 'last-modified'],
  image: ['og:image', 'og:image:url', 'twitter:image'],
  keywords: ['keywords', 'news_keywords'],
}
const known = new Set(Object.values(names).flat())
const maxCharacters = 1000

/** @param toAddress Makes an address of the page absolute. Returns undefined for an invalid one. */
export function createMetadataReader(toAddress: (href: string) => string | undefined) {
  const said = new Map<string, string>()
  let canonical: string | undefined
  let language: string | undefined

  /** The first name that the page gives wins. */
  const firstOf = (field: keyof typeof names): string | null =>
    names[field].map((name) => said.get(name)).find((text) => text !== undefined) ?? null

  return {
    see(element: string, attributes: Readonly<Record<string, string>>): void {
      const { name, property, content, rel, href, lang } = attributes
      if (element === 'html') language ??= tidy(lang)
      if (element === 'link' && rel?.toLowerCase() === 'canonical' && href !== undefined) canonical ??= href
      const key = (property ?? name)?.toLowerCase()
      if (element !== 'meta' || key === undefined || !known.has(key) || said.has(key)) return
      const text = tidy(content)
      if (text !== undefined) said.set(key, text)
    },
    read(): Metadata {
      const image = firstOf('image')
      return {
        description: firstOf('description'),
        site_name: firstOf('site_name'),
        author: firstOf('author'),
        published: firstOf('published'),
        modified: firstOf('modified'),
        keywords: firstOf('keywords'),
        language: language ?? null,
        image: image === null ? null : (toAddress(image) ?? null),
        canonical_url: canonical === undefined ? null : (toAddress(canonical) ?? null),
      }
    },
  }
}

function tidy(text: string | undefined): string | undefined {
  const tidied = text?.replaceAll(/\s+/g, ' ').trim().slice(0, maxCharacters)
  return tidied === '' ? undefined : tidied
}

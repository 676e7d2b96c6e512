/**
 * tools.browse_web: fetches a public page and returns its readable text, links and metadata, its JSON or its
 * source.
 */
import type { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { browseWeb } from '../../../contract/tools/browseWeb.ts'
import { safeFetch } from '../_shared/safeFetch.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { createMetadataReader } from './createMetadataReader.ts'
import { createPageReader } from './createPageReader.ts'
import { decodePage } from './decodePage.ts'
import { readJson } from './readJson.ts'
import type { ReadPage } from './readPage.ts'

const readPageApart = createPageReader()

const maxContentCharacters = 200_000

type Page = z.output<typeof browseWeb.result>

export default {
  fetch: serveTool(
    browseWeb,
    async ({ url, action, extract_content, redirects }, { signal }): Promise<Page> => {
      const allowHosts = (Deno.env.get('BROWSE_ALLOW_HOSTS') ?? '').split(',').map((host) => host.trim())
      const page = await safeFetch(url, { signal, allowHosts, followsHosts: redirects === 'follow' })
      const kind = kindOf(page.contentType)
      const source = decodePage(page.body, page.contentType)
      const isPlain = action !== 'extract' || kind === 'text'
      const seen = isPlain
        ? asItCame(source)
        : await readPageApart({ html: source, url: page.url, extractContent: extract_content }, signal)
      return {
        url: page.url,
        status: page.status,
        ...seen,
        content: seen.content.slice(0, maxContentCharacters),
        truncated: seen.content.length > maxContentCharacters,
        json: action === 'json' ? readJson(source) : null,
      }
    },
  ),
}

/** @throws AppError `tool-input-invalid` for types that are not text, such as images and archives. */
function kindOf(contentType: string): 'markup' | 'text' {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (type === '' || type === 'text/html' || type === 'application/xhtml+xml') return 'markup'
  if (type.startsWith('text/') || /^application\/(?:[\w.-]+\+)?(?:json|xml|javascript|yaml)$/.test(type)) {
    return 'text'
  }
  throw new AppError('tool-input-invalid', `This address returns ${type}, which cannot be read as text.`)
}

const asItCame = (source: string): ReadPage => ({
  title: '',
  content: source,
  links: [],
  metadata: createMetadataReader(() => undefined).read(),
})

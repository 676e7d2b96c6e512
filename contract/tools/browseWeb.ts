/** tools.browse_web: a public web page as text, links and metadata, or as JSON. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const browseFunction = 'browse-web'

export const browseWeb = defineTool({
  name: 'browse_web',
  functionName: browseFunction,
  summary: 'Fetch a public web page and extract its readable text, or read JSON from an address.',
  effect: 'read',
  parameters: z.strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'is not an http or https address' })
      .max(2048)
      .describe('An http or https address on the public internet.'),
    action: z
      .enum(['extract', 'json', 'html'])
      .default('extract')
      .describe(
        "'extract' for title, text, links and metadata, 'json' for an address that returns JSON, 'html' for the page's source as `content`.",
      ),
    extract_content: z
      .boolean()
      .default(true)
      .describe('Reduce the page to its article. False keeps the text of the whole page.'),
    redirects: z
      .enum(['follow', 'same_host'])
      .default('follow')
      .describe(
        "'same_host' refuses a redirect to another host, and names its address. Chats that ask about hosts always use it.",
      ),
  }),
  result: z.object({
    url: z.string().describe('The address after redirects.'),
    status: z.int().describe("The page's HTTP status."),
    title: z.string(),
    content: z.string().describe('Readable text, at most 200,000 characters.'),
    truncated: z.boolean().describe('True if content was cut at its limit.'),
    links: z
      .array(z.object({ text: z.string(), url: z.string() }))
      .describe('Links of the page, at most 200, with absolute addresses.'),
    metadata: z
      .object({
        description: z.string().nullable(),
        site_name: z.string().nullable(),
        author: z.string().nullable(),
        published: z.string().nullable().describe('In the format of the page, mostly ISO 8601.'),
        modified: z.string().nullable(),
        keywords: z.string().nullable(),
        language: z.string().nullable().describe("For example 'en'."),
        image: z.string().nullable().describe("The address of the page's preview image."),
        canonical_url: z.string().nullable().describe('The preferred address of the page.'),
      })
      .describe('Metadata from the page. None for fields that it does not give.'),
    json: z.unknown().describe("The parsed JSON if action is 'json', else None."),
  }),
  example: 'page = await tools.browse_web("https://example.com")\npage["title"]',
})

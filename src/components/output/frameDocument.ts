/** Wraps untrusted HTML in a document whose Content-Security-Policy comes before any of it. */

const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  'media-src data:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ')

const style = `
  body { margin: 12px; font: 14px/1.5 ui-sans-serif, system-ui, 'Segoe UI', Roboto, Arial, sans-serif; }
  table { border-collapse: collapse; font-size: 13px; }
  th, td { padding: 3px 10px; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); text-align: right; }
  th { background: color-mix(in srgb, currentColor 7%, transparent); }
  img, svg { max-width: 100%; }
  a { pointer-events: none; }
`

/**
 * @param source Untrusted HTML, see `cleanHtml`.
 * @param dark Selects the colour scheme.
 * @returns A document for `srcdoc`.
 */
export const frameDocument = (source: string, dark: boolean): string =>
  [
    '<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="x-dns-prefetch-control" content="off">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<style>:root { color-scheme: ${dark ? 'dark' : 'light'} }${style}</style></head><body>`,
    source,
  ].join('')

/** Vite plugin: names the app's main chunk, which the page's first module imports, in the page's head. */
import type { HtmlTagDescriptor, Plugin } from 'vite'

/** Vite does so for what is imported statically; without it the main chunk would wait for the first one. */
export function preloadMain(): Plugin {
  return {
    name: 'preload-main',
    transformIndexHtml: (_html, { bundle }): HtmlTagDescriptor[] => {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk')
      const main = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/app/main.tsx'))
      if (!main) return []
      const entry = chunks.find(({ isEntry }) => isEntry)
      const isKnown = new Set([entry?.fileName, ...(entry?.imports ?? [])])
      return [main.fileName, ...main.imports]
        .filter((file) => !isKnown.has(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          // After the first module itself: a browser asks for a few files at a time.
          injectTo: 'head',
        }))
    },
  }
}

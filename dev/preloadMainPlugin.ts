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
      const files = [main.fileName, ...main.imports].filter((file) => file !== entry?.fileName)
      return files.map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
      }))
    },
  }
}

/** How the app is built: React, Tailwind and the Python assets; Monaco and its worker in files of their own. */
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { preloadMain } from './dev/build/preloadMainPlugin.ts'
import { pythonAssets } from './dev/build/pythonAssetsPlugin.ts'

export default defineConfig({
  plugins: [react(), tailwindcss(), pythonAssets(), preloadMain()],
  worker: {
    format: 'es',
    // Pyodide imports these at run time, and only under Node. A browser never loads them.
    rolldownOptions: { external: /^node:/ },
  },
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        // Shared modules go into few files, because many small ones compress badly.
        codeSplitting: {
          groups: [
            // The page's first module needs only this one of the shared modules, so Python waits for nothing else.
            { name: 'preload', test: /vite\/preload-helper/ },
            {
              name: 'parts',
              test: /(src\/(components\/ui\/(alert|button|copy-button|lazy-part|native-select|panel-boundary|show-toast)|hooks\/use(AfterPython|AppServices|DarkTheme|MediaQuery|Preferences))|lib\/createStore)\.tsx?$/,
            },
          ],
        },
      },
    },
    // Monaco is one lazy file of about 3 MB; the warning would always be about it.
    chunkSizeWarningLimit: 4000,
  },
})

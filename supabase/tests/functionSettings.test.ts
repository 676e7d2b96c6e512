import { globSync } from 'tinyglobby'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { endpointReachVariable } from '../../contract/ai/aiEndpoint.ts'
import { summaryFunction } from '../../contract/chat/chat.ts'
import { aiStatusFunction } from '../../contract/ai/aiStatus.ts'
import { aiContext, aiLimits, aiOrderVariable, aiTierIds, aiTiers } from '../../contract/ai/aiTiers.ts'
import { rateLimits } from '../../contract/rateLimits.ts'
import { speechToTextService, speechVoice, textToSpeechService } from '../../contract/ai/speechServices.ts'
import {
  embeddingChoiceVariable,
  embeddingDimensionVariable,
  embeddingProviderIds,
  embeddingProviders,
} from '../../contract/ai/embeddingProviders.ts'
import { pythonExecutorFunction } from '../../contract/run/pythonExecutor.ts'
import { toolManifest } from '../../contract/tools/manifest.ts'

const read = (path: string): string => readFileSync(path, 'utf8')
const folders = globSync('supabase/functions/*/index.ts').map((path) => path.replace(/\/index\.ts$/, ''))

/** Bare specifiers of a module and of all it imports of ours. */
function packagesOf(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return new Set()
  seen.add(path)
  const source = read(path)
  const names = [/^(?:import|export)\b[^'"]*?from '([^']+)'/gm, /\bimport\('([^']+)'\)/g].flatMap((form) =>
    [...source.matchAll(form)].map(([, name = '']) => name),
  )
  const packages = new Set<string>()
  for (const name of names) {
    if (name.startsWith('.')) {
      const next = new URL(name, new URL(path, 'file:///')).pathname.slice(1)
      for (const inner of packagesOf(next, seen)) packages.add(inner)
    } else if (!name.startsWith('node:')) {
      packages.add(name)
    }
  }
  return packages
}

test('there are functions to check', () => expect(folders.length).toBeGreaterThanOrEqual(4))

test.each(folders)('%s names what it imports, at the versions everything else uses', (folder) => {
  const { imports }: { imports: Record<string, string> } = JSON.parse(read(`${folder}/deno.json`))
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'))
  // Parts of a package by name, too: plain import maps do not lead from a package to its parts.
  const expected = [...packagesOf(`${folder}/index.ts`)].map((name) => {
    const [bare = name] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []
    return [name, `npm:${bare}@${dependencies[bare]}${name.slice(bare.length)}`]
  })
  expect(imports).toEqual(Object.fromEntries(expected))
})

test.each(folders)('%s is named in config.toml, which leaves the token to the function', (folder) => {
  expect(read('supabase/config.toml')).toContain(
    `[functions.${folder.split('/').at(-1)}]\nverify_jwt = false`,
  )
})

test('each tool of the manifest has its function, and each other function its reason', () => {
  const own = toolManifest.filter(({ name }) => name !== 'invoke_function')
  // Functions that are no tools: scripts on the server, the providers' status, and summaries of chats.
  const others = [pythonExecutorFunction, aiStatusFunction, summaryFunction]
  const names = [...own.map((tool) => tool.toRequest({}).functionName), ...others]
  expect(folders.toSorted()).toEqual(
    [...new Set(names)].map((name) => `supabase/functions/${name}`).toSorted(),
  )
})

test('.env.example names exactly the variables that functions read', () => {
  const sources = globSync('supabase/functions/**/*.ts').map(read).join('\n')
  const used = [...sources.matchAll(/Deno\.env\.get\('(\w+)'\)/g)].map(([, name]) => name)
  const ofTiers = aiTierIds.flatMap((id) => Object.values(aiTiers[id].variables))
  const ofSpeech = [textToSpeechService, speechToTextService].flatMap(({ variables }) =>
    Object.values(variables),
  )
  const ofLimits = Object.values(aiLimits).map(({ variable }) => variable)
  const ofEmbedding = embeddingProviderIds.flatMap((id) => Object.values(embeddingProviders[id].variables))
  const ofRates = Object.values(rateLimits).map(({ variable }) => variable)
  const choices = [
    aiContext.variable,
    aiOrderVariable,
    endpointReachVariable,
    speechVoice.variable,
    embeddingChoiceVariable,
    embeddingDimensionVariable,
  ]
  const named = [...read('supabase/functions/.env.example').matchAll(/^(\w+)=(.*)$/gm)]
  expect(new Set(named.map(([, name]) => name))).toEqual(
    new Set([...used, ...ofTiers, ...ofLimits, ...ofSpeech, ...ofEmbedding, ...ofRates, ...choices]),
  )
  expect(named.map(([, , value]) => value).join('')).toBe('')
})

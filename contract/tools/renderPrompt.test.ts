import { expect, test } from 'vitest'
import { toolManifest } from './manifest.ts'
import { renderPrompt } from './renderPrompt.ts'

const prompt = renderPrompt(toolManifest)

test('every tool is there, by its signature, what it gives and one line', () => {
  for (const { name, summary } of toolManifest) {
    expect(prompt).toMatch(new RegExp(`^(async )?def ${name}\\(.*\\) -> .+\\n    # `, 'm'))
    expect(prompt).toContain(`\n    # ${summary}`)
  }
  expect(prompt).toContain('async def match_memories(query: str, limit: int = 10, threshold: float = 0)')
  expect(prompt).toMatch(/^MatchMemoriesResultItem = \{id: str, content: str, .*similarity: float \| None/m)
})

test('what is told of a stream is that it is one', () => {
  expect(prompt).toMatch(/^def ai_chat_stream\(.*\) -> AsyncGenerator\[str\]$/m)
})

test('it takes few characters: 17 tools, about 6,000', () => {
  expect(prompt.length).toBeGreaterThan(2000)
  expect(prompt.length).toBeLessThan(400 * toolManifest.length)
})

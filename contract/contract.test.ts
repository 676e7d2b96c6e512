import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError, errorTable, isErrorCode, readErrorBody } from './errors.ts'
import { checkArguments } from './tools/checkArguments.ts'
import { findTool, toolManifest } from './tools/manifest.ts'
import { browseWeb } from './tools/browseWeb.ts'
import { getMiningStats } from './tools/getMiningStats.ts'
import { invokeFunction } from './tools/invokeFunction.ts'
import { matchMemories } from './tools/matchMemories.ts'
import { remember } from './tools/remember.ts'

describe('the manifest', () => {
  test('names each tool once, as a Python method', () => {
    const names = toolManifest.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
  })

  test.for(toolManifest)('$name describes every parameter and shows itself in its example', (tool) => {
    const { properties = {} } = z.toJSONSchema(tool.parameters, { io: 'input' })
    for (const schema of Object.values(properties)) {
      expect(typeof schema === 'object' && schema.description).toMatch(/\w/)
    }
    expect(tool.example).toContain(`${tool.isStream ? 'in' : 'await'} tools.${tool.name}(`)
    expect(tool.summary).toMatch(/\.$/)
    expect(findTool(tool.name)).toBe(tool)
  })

  test('sends invoke_function to the function it names, any other tool to its own', () => {
    expect(invokeFunction.toRequest({ function_name: 'echoes', payload: { a: 1 } })).toEqual({
      functionName: 'echoes',
      body: { a: 1 },
    })
    expect(invokeFunction.toRequest({ function_name: 'echoes', payload: null }).body).toEqual({})
    expect(getMiningStats.toRequest({ wallet_address: null }).functionName).toBe('mining-proxy')
  })
})

describe('arguments', () => {
  test('left out get their defaults', () => {
    expect(checkArguments(matchMemories, { query: ' mining ' })).toEqual({
      query: 'mining',
      limit: 10,
      threshold: 0,
    })
    expect(checkArguments(getMiningStats, {})).toEqual({ wallet_address: null })
  })

  test.for([
    [matchMemories, { query: 42 }, /query: /],
    [matchMemories, {}, /query: /],
    [matchMemories, { query: 'x', limit: 0 }, /limit: /],
    [matchMemories, { query: 'x', limit: 2.5 }, /limit: /],
    [matchMemories, { query: 'x', surprise: 1 }, /surprise/],
    [matchMemories, null, /match_memories\(\)/],
    [matchMemories, ['x'], /match_memories\(\)/],
    [remember, { content: '   ' }, /content: /],
    [remember, { content: 'x', importance: 2 }, /importance: /],
    [remember, { content: 'x', context_type: "'; drop table" }, /context_type: /],
    [browseWeb, { url: 'file:///etc/passwd' }, /url: is not an http or https address/],
    [browseWeb, { url: 'https://example.com', action: 'delete' }, /action: /],
    [getMiningStats, { wallet_address: '../pool' }, /wallet_address: is not a Monero address/],
    [invokeFunction, { function_name: '../_shared' }, /function_name: is not the name of a function/],
    [invokeFunction, { function_name: 'a', payload: [1] }, /payload: /],
  ] as const)('of %o: %o are refused with the place named', ([tool, value, complaint]) => {
    const refused = () => checkArguments(tool as (typeof toolManifest)[number], value)
    expect(refused).toThrow(complaint)
    expect(refused).toThrow(expect.objectContaining({ code: 'tool-input-invalid', status: 400 }))
  })
})

describe('errors', () => {
  test.for(Object.entries(errorTable))('%s has a status of its kind and a sentence', ([code, entry]) => {
    expect(isErrorCode(code)).toBe(true)
    expect(entry.status).toBeGreaterThanOrEqual(400)
    expect(entry.status).toBeLessThan(600)
    expect(entry.sentence).toMatch(/^[A-Z].*\.$/)
  })

  test('survive their way over the wire', () => {
    const error = new AppError('tool-timed-out', 'Too late.')
    expect(readErrorBody(JSON.parse(JSON.stringify(error.toBody())))).toMatchObject({
      code: 'tool-timed-out',
      message: 'Too late.',
      status: 504,
      retryable: true,
    })
  })

  test.for([
    null,
    'text',
    {},
    { error: null },
    { error: 'x' },
    { error: { code: 'toString' } },
    { error: { code: 1 } },
  ])('are not read out of %o', (body) => {
    expect(readErrorBody(body)).toBeUndefined()
  })
})

import { expect, test } from 'vitest'
import { readPackageFolder } from './packageSources.ts'

test.each([
  ['https://wheels.example/pyodide', 'https://wheels.example/pyodide/'],
  [' http://127.0.0.1:8000/ ', 'http://127.0.0.1:8000/'],
  ['/packages', '/packages/'],
  ['/a/../packages/', '/packages/'],
])('%j is the folder %s', (text, folder) => {
  expect(readPackageFolder(text)).toBe(folder)
})

test.each([
  '',
  'wheels',
  '//elsewhere.example/',
  '/\\elsewhere.example/',
  'ftp://wheels.example/',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https://me:secret@wheels.example/',
  'https://wheels.example/?key=1',
  '/packages/#top',
  'https://',
])('%j is no folder', (text) => {
  expect(readPackageFolder(text)).toBeNull()
})

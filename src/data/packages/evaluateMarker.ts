/** Evaluates environment markers (PEP 508), as the `packaging` library does. */
import { satisfies, validRange } from '@renovatebot/pep440'
import type { EnvironmentMarker, EnvironmentMarkerLeaf } from 'pip-requirements-js'
import { normaliseName } from './normaliseName.ts'
import type { PyodideLock } from './readLock.ts'

export type MarkerEnvironment = Readonly<Record<string, string>>

export function markerEnvironment({ python, platform, arch }: PyodideLock['info']): MarkerEnvironment {
  return {
    python_version: python.split('.').slice(0, 2).join('.'),
    python_full_version: python,
    implementation_version: python,
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    os_name: 'posix',
    sys_platform: 'emscripten',
    platform_system: 'Emscripten',
    platform_machine: arch,
    // emscripten_5_0_3
    platform_release: platform.split('_').slice(1).join('.'),
    platform_version: '#1',
  }
}

const versions = new Set(['python_version', 'python_full_version', 'implementation_version'])

/**
 * Whether a requirement applies. Without a marker it always does; a marker about extras holds if any
 * requested extra satisfies it.
 */
export function evaluateMarker(
  marker: EnvironmentMarker | undefined,
  environment: MarkerEnvironment,
  extras: readonly string[],
): boolean {
  if (!marker) return true
  return ['', ...extras].some((extra) => holds(marker, { ...environment, extra }))
}

function holds(marker: EnvironmentMarker, environment: MarkerEnvironment): boolean {
  if (isLeaf(marker)) return compare(marker, environment)
  const [left, right] = [holds(marker.left, environment), holds(marker.right, environment)]
  return marker.operator === 'and' ? left && right : left || right
}

const isLeaf = (marker: EnvironmentMarker): marker is EnvironmentMarkerLeaf => typeof marker.left === 'string'

function compare({ left, operator, right }: EnvironmentMarkerLeaf, environment: MarkerEnvironment): boolean {
  const isExtra = [left, right].some((side) => String(side) === 'extra')
  const isVersion = [left, right].some((side) => versions.has(side))
  const valueOf = (side: string) => {
    const value = /^["']/.test(side) ? side.slice(1, -1) : (environment[side] ?? '')
    return isExtra ? normaliseName(value) : value
  }
  const [one, other] = [valueOf(left), valueOf(right)]
  switch (String(operator)) {
    case 'in':
      return other.includes(one)
    case 'not in':
      return !other.includes(one)
  }
  if (isVersion && validRange(operator + other))
    return satisfies(one, operator + other, { prereleases: true })
  switch (String(operator)) {
    case '==':
    case '===':
      return one === other
    case '!=':
      return one !== other
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
    default:
      return false
  }
}

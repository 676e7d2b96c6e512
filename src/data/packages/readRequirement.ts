/** Parses a requirement (PEP 508): project name, extras, versions and marker. */
import { validRange } from '@renovatebot/pep440'
import { parsePipRequirementsLine, type EnvironmentMarker } from 'pip-requirements-js'
import { AppError } from '../../../contract/errors.ts'
import { normaliseName } from './normaliseName.ts'

export interface Requirement {
  /** Normalised. */
  readonly name: string
  readonly extras: readonly string[]
  /** PEP 440, such as `>=1,<2`; empty for any version. */
  readonly specifier: string
  readonly marker: EnvironmentMarker | undefined
}

const requirementCharacters = 1_000

/** @throws `package-unavailable` if it is malformed, or names a URL or a file. */
export function readRequirement(text: string): Requirement {
  const parsed = text.length > requirementCharacters ? undefined : parse(text)
  if (parsed?.type !== 'ProjectName') throw new AppError('package-unavailable', refusal(text))
  const specifier = (parsed.versionSpec ?? []).map(({ operator, version }) => operator + version).join(',')
  if (!validRange(specifier)) throw new AppError('package-unavailable', refusal(text))
  return {
    name: normaliseName(parsed.name),
    extras: (parsed.extras ?? []).map(normaliseName),
    specifier,
    marker: parsed.environmentMarkerTree,
  }
}

function parse(text: string) {
  try {
    return parsePipRequirementsLine(text)
  } catch {
    return undefined
  }
}

const refusal = (text: string): string =>
  `${JSON.stringify(text.slice(0, 100))} is no requirement that can be met here. Name a project and, if you like, its versions, as in: # requirements: idna>=3`

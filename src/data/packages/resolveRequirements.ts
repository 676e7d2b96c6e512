/**
 * Resolves a script's requirements and their dependencies to wheels: from the lock if its version fits, or
 * else from the index.
 */
import { maxSatisfying, satisfies } from '@renovatebot/pep440'
import { AppError } from '../../../contract/errors.ts'
import type { IndexWheel, PackageIndex, Project } from './createPackageIndex.ts'
import { evaluateMarker, type MarkerEnvironment } from './evaluateMarker.ts'
import type { LockPackage, PyodideLock } from './readLock.ts'
import { readRequirement, type Requirement } from './readRequirement.ts'

export interface Resolution {
  /** Normalised names in the lock, dependencies included. */
  readonly locked: readonly string[]
  readonly wheels: readonly (IndexWheel & { readonly name: string })[]
}

interface ResolveOptions {
  readonly lock: PyodideLock
  readonly index: PackageIndex
  readonly environment: MarkerEnvironment
}

/** A requirement and the project that has it; null for the script. */
interface Demand {
  readonly requirement: Requirement
  readonly by: string | null
}

type Choice =
  | { readonly kind: 'locked'; readonly version: string; readonly entry: LockPackage }
  | { readonly kind: 'wheel'; readonly version: string; readonly wheel: IndexWheel }

/** Constraints on one project so far. */
interface Wanted {
  readonly specifiers: Map<string, string>
  readonly extras: Set<string>
}

const most = { projects: 200, rounds: 100 }

/**
 * Chooses the newest version that meets the known constraints. If a later constraint excludes a choice, it
 * starts over with all constraints learnt. Constraints of discarded versions stay, so that in rare cases a
 * valid set is missed; an invalid set is never returned.
 * @throws `package-unavailable` with a sentence.
 */
export async function resolveRequirements(
  texts: readonly string[],
  options: ResolveOptions,
): Promise<Resolution> {
  const roots = texts.map((text) => ({ requirement: readRequirement(text), by: null }))
  const wanted = new Map<string, Wanted>()
  for (let round = 0; round < most.rounds; round++) {
    const chosen = await attempt(roots, wanted, options)
    if (chosen) return toResolution(chosen)
  }
  throw new AppError(
    'package-unavailable',
    'The required packages ask for versions of each other that do not go together. Name fewer, or other versions.',
  )
}

/** One round. @returns null if a constraint excludes an earlier choice. */
async function attempt(
  roots: readonly Demand[],
  wanted: Map<string, Wanted>,
  options: ResolveOptions,
): Promise<Map<string, Choice> | null> {
  const { environment, index } = options
  const chosen = new Map<string, Choice>()
  const demands = [...roots]
  for (const { requirement, by } of demands) {
    const { name, marker } = requirement
    const extrasOfBy = by === null ? [] : [...(wanted.get(by)?.extras ?? [])]
    if (!evaluateMarker(marker, environment, extrasOfBy)) continue
    const isNew = note(requirement, by, wanted)
    const before = chosen.get(name)
    if (before) {
      if (isNew) return null
      continue
    }
    if (chosen.size >= most.projects) throw tooMany
    const choice = await choose(name, wanted.get(name), options)
    chosen.set(name, choice)
    for (const next of await requirementsOf(choice, name, index))
      demands.push({ requirement: next, by: name })
  }
  return chosen
}

const tooMany = new AppError(
  'package-unavailable',
  `The required packages need more than ${most.projects} others. Name fewer.`,
)

/** Records a demand. @returns whether it adds a constraint. */
function note(
  { name, specifier, extras }: Requirement,
  by: string | null,
  wanted: Map<string, Wanted>,
): boolean {
  const known: Wanted = wanted.get(name) ?? { specifiers: new Map(), extras: new Set() }
  wanted.set(name, known)
  const isNew =
    (specifier !== '' && !known.specifiers.has(specifier)) || extras.some((extra) => !known.extras.has(extra))
  if (specifier !== '' && !known.specifiers.has(specifier))
    known.specifiers.set(specifier, by ?? 'the script')
  for (const extra of extras) known.extras.add(extra)
  return isNew
}

async function requirementsOf(choice: Choice, name: string, index: PackageIndex): Promise<Requirement[]> {
  if (choice.kind === 'locked')
    return choice.entry.depends.map((each) => ({ name: each, extras: [], specifier: '', marker: undefined }))
  const lines = await index.requirementsOf(choice.wheel)
  return lines.map((line) => {
    try {
      return readRequirement(line)
    } catch {
      const what = JSON.stringify(line.slice(0, 100))
      throw new AppError(
        'package-unavailable',
        `${name} ${choice.version} needs ${what}, which cannot be met here. Require another version of it.`,
      )
    }
  })
}

async function choose(
  name: string,
  wanted: Wanted | undefined,
  { lock, index }: ResolveOptions,
): Promise<Choice> {
  const specifiers = wanted?.specifiers ?? new Map<string, string>()
  const specifier = [...specifiers.keys()].join(',')
  const entry = lock.packages.get(name)
  // Prefer the lock: its wheel is built for this Pyodide, and may have compiled parts that the index lacks.
  if (entry && satisfies(entry.version, specifier, { prereleases: true }))
    return { kind: 'locked', version: entry.version, entry }
  const project = await index.project(name)
  const wheel = project && newest(project, specifier)
  if (wheel) return { kind: 'wheel', version: wheel.version, wheel }
  throw new AppError('package-unavailable', refusal(name, specifiers, project, entry, index.place))
}

function newest({ wheels }: Project, specifier: string): IndexWheel | undefined {
  // Yanked versions are used only if the specifier pins exactly that version (PEP 592).
  const isPinned = /(^|,)===?[^*]+$/.test(specifier)
  const usable = wheels.filter(({ isYanked }) => !isYanked || isPinned)
  const version = maxSatisfying(
    usable.map((each) => each.version),
    specifier,
  )
  return usable.find((each) => each.version === version)
}

function refusal(
  name: string,
  specifiers: ReadonlyMap<string, string>,
  project: Project | null,
  entry: LockPackage | undefined,
  place: string,
): string {
  const asked = [...specifiers].map(([text, by]) => `${text} (${by})`).join(', ')
  const own = entry ? ` This Pyodide itself has ${name} ${entry.version}.` : ''
  if (!project?.hasFiles) return `There is no project ${name} at ${place}.${own} Check its name.`
  if (project.wheels.length === 0)
    return `${name} has no wheel of pure Python for this version of Python at ${place}: what is there has to be compiled or built, which a browser cannot.${own} Do without it, or require another version.`
  return `No wheel of ${name} at ${place} is ${asked}.${own} Require another version.`
}

function toResolution(chosen: ReadonlyMap<string, Choice>): Resolution {
  const choices = [...chosen]
  return {
    locked: choices.flatMap(([name, { kind }]) => (kind === 'locked' ? [name] : [])),
    wheels: choices.flatMap(([name, choice]) => (choice.kind === 'wheel' ? [{ ...choice.wheel, name }] : [])),
  }
}

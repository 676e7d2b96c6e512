/** The setting for the source of packages: the CDN of this Pyodide version, or a folder of the user's own. */
import { useId, useState, type FormEvent } from 'react'
import { ownPackagesPath, pyodideCdn, readPackageFolder } from '../../../contract/run/packageSources.ts'
import { usePackageSource } from '../../hooks/usePackageSource.ts'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'
import { NativeSelect } from '../ui/native-select.tsx'

interface Note {
  readonly text: string
  readonly isGood: boolean
}

/** Checks a folder before it saves it, so that scripts keep a working source. */
export function PackageSourceChoice() {
  const { preferences, update } = usePreferences()
  const { pyodideVersion, check } = usePackageSource()
  const [isOwn, setIsOwn] = useState(preferences.packageFolder !== null)
  const [typed, setTyped] = useState(preferences.packageFolder ?? ownPackagesPath)
  const [note, setNote] = useState<Note | null>(null)
  const id = useId()

  async function chooseFolder(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const folder = readPackageFolder(typed)
    if (folder === null) return setNote({ text: noFolder, isGood: false })
    setNote({ text: `Checking ${folder}…`, isGood: true })
    const fault = await check(folder).catch(() => notLoaded)
    // Scripts keep the current source until the new one has passed the check.
    if (fault !== null) return setNote({ text: `${fault} Nothing was changed.`, isGood: false })
    update({ packageFolder: folder })
    setNote({ text: `Saved. Packages now come from ${folder}.`, isGood: true })
  }

  return (
    <section aria-labelledby={`${id}-title`} className="space-y-2">
      <h2 id={`${id}-title`} className="font-semibold">
        Packages
      </h2>
      <div className="space-y-1.5">
        <Label htmlFor={`${id}-source`}>Packages come from</Label>
        <NativeSelect
          id={`${id}-source`}
          className="w-full"
          value={isOwn ? 'folder' : 'cdn'}
          onChange={({ target }) => {
            setIsOwn(target.value === 'folder')
            setNote(null)
            if (target.value === 'cdn') update({ packageFolder: null })
          }}
        >
          <option value="cdn">CDN of Pyodide {pyodideVersion}</option>
          <option value="folder">Your own folder</option>
        </NativeSelect>
        {!isOwn && <p className="wrap-anywhere text-muted-foreground">{pyodideCdn(pyodideVersion)}</p>}
      </div>
      {isOwn && (
        <form className="space-y-1.5" onSubmit={(event) => void chooseFolder(event)}>
          <Label htmlFor={`${id}-folder`}>Folder URL</Label>
          <div className="flex gap-2">
            <Input
              id={`${id}-folder`}
              className="flex-1"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              aria-describedby={`${id}-note`}
              aria-invalid={note?.isGood === false}
            />
            <Button type="submit">Use this folder</Button>
          </div>
          <output
            id={`${id}-note`}
            className={
              note?.isGood === false
                ? 'block wrap-anywhere text-failed'
                : 'block wrap-anywhere text-muted-foreground'
            }
          >
            {note?.text ??
              `The folder must contain the wheels of Pyodide ${pyodideVersion} under their original names. A path such as ${ownPackagesPath} is on this server.`}
          </output>
        </form>
      )}
      <p className="text-muted-foreground">
        Packages that a script imports are downloaded, verified and cached in this browser. A line such as{' '}
        <code># requirements: idna</code> adds packages from PyPI.
      </p>
    </section>
  )
}

const noFolder = 'This is not a folder URL. Start with https://, or with / for a folder on this server.'
const notLoaded = 'The folder could not be checked. Check the connection and reload the page.'

/** Settings, AI providers: the user's own endpoint. */
import { useId, useState } from 'react'
import { type EndpointReach, ownEndpoint, ownEndpointLabel } from '../../../contract/ai/aiEndpoint.ts'
import { useAiEndpoint } from '../../hooks/useAiEndpoint.ts'
import { Button } from '../ui/button.tsx'
import { FailureAlert } from '../ui/failure-alert.tsx'
import { showToast } from '../ui/show-toast.ts'
import { AiTest } from './AiTest.tsx'
import { OwnEndpointForm } from './OwnEndpointForm.tsx'

/** @param props.reach Which endpoints this server may call. With `none`, a stored one can only be removed. */
export function OwnEndpoint({ reach }: { readonly reach: EndpointReach }) {
  const { endpoint, error, refetch, save, remove, models, modelsProblem, isListing, listModels } =
    useAiEndpoint()
  const [isAsking, setIsAsking] = useState(false)
  // Each removal remounts the form, which empties it.
  const [removals, setRemovals] = useState(0)
  const id = useId()

  function removeIt(): void {
    setIsAsking(false)
    remove().then(
      () => setRemovals((before) => before + 1),
      (fault: unknown) => showToast(String(fault), { tone: 'error' }),
    )
  }

  return (
    <section aria-labelledby={id} className="space-y-3 rounded-md border bg-surface p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id={id} className="font-medium">
          {ownEndpointLabel}
        </h3>
        {endpoint === null && <span className="text-muted-foreground">Not configured</span>}
        {endpoint?.model === '' && <span className="text-waiting">Choose a model</span>}
        {endpoint != null && endpoint.model !== '' && <span className="text-succeeded">Configured</span>}
      </div>
      <p className="text-muted-foreground">{describe[reach]}</p>
      <FailureAlert error={error} onRetry={refetch} />
      {endpoint === undefined && error === null && (
        <output className="block text-muted-foreground">Loading your endpoint…</output>
      )}
      {endpoint !== undefined && reach !== 'none' && (
        <OwnEndpointForm key={removals} endpoint={endpoint} models={models} onSave={save} />
      )}
      {endpoint != null && (
        <>
          {reach !== 'none' && (
            <>
              <output className="block wrap-anywhere text-muted-foreground empty:hidden">
                {isListing ? 'Loading its models…' : modelsProblem}
              </output>
              {endpoint.model !== '' && <AiTest id={ownEndpoint} label={ownEndpointLabel} />}
            </>
          )}
          <div className="flex flex-wrap items-center gap-2">
            {reach !== 'none' && (
              <Button size="small" aria-disabled={isListing} onClick={listModels}>
                List models
              </Button>
            )}
            {isAsking ? (
              <>
                <span>Remove the endpoint and its key?</span>
                <Button size="small" onClick={removeIt}>
                  Remove
                </Button>
                <Button size="small" variant="ghost" onClick={() => setIsAsking(false)}>
                  Keep
                </Button>
              </>
            ) : (
              <Button size="small" onClick={() => setIsAsking(true)}>
                Remove…
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}

const whatItIs =
  'Ollama, LM Studio or any other server with an OpenAI-compatible API. Only your own calls use it. If it does not answer, the next provider is tried.'

const describe: Readonly<Record<EndpointReach, string>> = {
  anywhere: `${whatItIs} It may run on this machine: Ollama is at http://127.0.0.1:11434/v1, LM Studio at http://127.0.0.1:1234/v1.`,
  public: `${whatItIs} Its URL must be on the public internet, because others may use this server too.`,
  none: 'Own endpoints are not available on this server: its functions have no secret key to read them with.',
}

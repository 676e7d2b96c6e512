/** The unfolded part of a tool call: its fault, function, arguments and response. */
import { useMemo } from 'react'
import { readExactJson } from '../../../lib/exactJson.ts'
import type { ToolCallState } from '../../../run/journal/runState.ts'
import { JsonTree } from './JsonTree.tsx'

export function ToolCallDetails({ call }: { readonly call: ToolCallState }) {
  return (
    <div className="space-y-2 px-3 pb-3 pl-9">
      {call.error && (
        <p className="wrap-anywhere text-failed">
          {call.error.message} <span className="text-muted-foreground">({call.error.code})</span>
        </p>
      )}
      {call.functionName !== null && (
        <p className="text-xs text-muted-foreground">Edge function {call.functionName}</p>
      )}
      <Part name="Arguments" json={call.requestJson} />
      {call.responseJson !== null && call.status === 'completed' && (
        <Part name="Response" json={call.responseJson} />
      )}
    </div>
  )
}

function Part({ name, json }: { readonly name: string; readonly json: string }) {
  // A list of calls is drawn many times a second while a script runs.
  const value = useMemo(() => readExactJson(json) ?? json, [json])
  return (
    <div>
      <h3 className="text-xs font-medium text-muted-foreground">{name}</h3>
      <div className="font-mono text-[13px] leading-5">
        <JsonTree value={value} />
      </div>
    </div>
  )
}

-- What scripts show beside text and JSON, so that the history shows a run as it was seen.

alter table public.eliza_python_executions
  -- Other forms of the result by media type, such as text/html; images as base64.
  add column result_forms jsonb check (jsonb_typeof(result_forms) = 'object'),
  -- A list of {bundle, position, at}: forms by media type, characters of output before it, milliseconds since the start.
  add column displays jsonb not null default '[]'::jsonb
    check (jsonb_typeof(displays) = 'array' and jsonb_array_length(displays) <= 1000);

grant update (result_forms, displays) on public.eliza_python_executions to authenticated;

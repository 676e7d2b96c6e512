-- What Python and functions wrote, beside what is searched: jsonb sorts keys and keeps neither -0.0 nor the form of a number.

alter table public.eliza_tool_calls
  -- JSON without secrets; null if it is too long to be kept.
  add column request_text text check (char_length(request_text) <= 1000000),
  add column response_text text check (char_length(response_text) <= 1000000);

alter table public.eliza_python_executions
  -- Lengths of the pieces of output in UTF-16 units, stdout and stderr in turn, from stdout on. null: all is stdout.
  add column output_spans jsonb check (jsonb_typeof(output_spans) = 'array' and jsonb_array_length(output_spans) <= 100000);

grant insert (request_text, response_text) on public.eliza_tool_calls to authenticated;
grant update (output_spans) on public.eliza_python_executions to authenticated;

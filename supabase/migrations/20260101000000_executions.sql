-- The log: one row for each run, one for each tool call of a run. Owners only; finished rows never change.

create extension if not exists pg_trgm with schema extensions;

create table public.eliza_python_executions (
  id uuid primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  code text not null check (char_length(code) <= 500000),
  -- What lists show, so that they need not read whole scripts.
  title text not null generated always as (left(code, 200)) stored,
  status text not null default 'running' check (status in ('running', 'completed', 'failed')),
  source text not null default 'direct' check (source ~ '^[a-z][a-z0-9-]{0,49}$'),
  executor text not null default 'browser' check (executor in ('browser', 'edge')),
  workflow_id text check (char_length(workflow_id) <= 200),
  conversation_id uuid,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  duration_ms double precision check (duration_ms >= 0),
  result jsonb,
  -- 'application/json': result is the value itself. 'text/plain': it is the value's repr. null: no value.
  result_mime text check (result_mime in ('application/json', 'text/plain')),
  output text not null default '' check (char_length(output) <= 2000000),
  error_code text check (error_code ~ '^[a-z][a-z-]{0,49}$'),
  error_message text check (char_length(error_message) <= 20000),
  traceback text check (char_length(traceback) <= 200000),
  exit_code integer,
  metadata jsonb not null default '{}'::jsonb check (jsonb_typeof(metadata) = 'object'),
  -- Set by settle_abandoned_executions alone: the true outcome may still arrive from a tab that was offline.
  presumed_dead boolean not null default false,
  check ((status = 'running') = (finished_at is null)),
  check (status <> 'failed' or error_code is not null)
);

-- Keyset pages: newest first, the id decides between equal times.
create index eliza_python_executions_owner_time
  on public.eliza_python_executions (user_id, started_at desc, id desc);
create index eliza_python_executions_code
  on public.eliza_python_executions using gin (code extensions.gin_trgm_ops);

create table public.eliza_tool_calls (
  id uuid primary key,
  execution_id uuid not null references public.eliza_python_executions (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  seq integer not null check (seq >= 0),
  tool text not null check (char_length(tool) <= 100),
  function_name text check (char_length(function_name) <= 100),
  -- Hash of tool and canonical arguments, and how many equal calls came before: a recorded run can be replayed by it.
  call_key text not null check (call_key ~ '^[0-9a-f]{64}$'),
  occurrence integer not null check (occurrence >= 0),
  request jsonb,
  response jsonb,
  status text not null check (status in ('completed', 'failed', 'cancelled')),
  error jsonb,
  started_at timestamptz not null,
  offset_ms double precision not null check (offset_ms >= 0),
  duration_ms double precision not null check (duration_ms >= 0),
  cached boolean not null default false,
  unique (execution_id, seq),
  unique (execution_id, call_key, occurrence)
);
create index eliza_tool_calls_owner on public.eliza_tool_calls (user_id);

alter table public.eliza_python_executions enable row level security;
alter table public.eliza_tool_calls enable row level security;

create policy "owners read their executions" on public.eliza_python_executions
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners record their executions" on public.eliza_python_executions
  for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "owners finish their executions" on public.eliza_python_executions
  for update to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);

create policy "owners read their tool calls" on public.eliza_tool_calls
  for select to authenticated using ((select auth.uid()) = user_id);
-- The execution must be the caller's own too: the subquery is under that table's row security.
create policy "owners record tool calls of their executions" on public.eliza_tool_calls
  for insert to authenticated with check (
    (select auth.uid()) = user_id
    and exists (select from public.eliza_python_executions e where e.id = execution_id)
  );

create function public.refuse_change_of_finished_execution() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.status <> 'running' and not old.presumed_dead then
    raise exception 'execution % is finished and cannot be changed', old.id
      using errcode = 'check_violation';
  end if;
  -- A true outcome that arrives late settles the row for good.
  if old.presumed_dead then
    new.presumed_dead := false;
  end if;
  return new;
end;
$$;
create trigger refuse_change_of_finished_execution
  before update on public.eliza_python_executions
  for each row execute function public.refuse_change_of_finished_execution();

-- Settles the caller's runs that began a day ago or longer and never ended: their browser is gone.
-- A tab that died in this browser is settled at once by the next tab; this is for the browser that never came back.
create function public.settle_abandoned_executions() returns integer
language plpgsql security definer set search_path = '' as $$
declare settled integer;
begin
  update public.eliza_python_executions
     set status = 'failed', error_code = 'interrupted', presumed_dead = true, finished_at = now(),
         error_message = 'The run never ended: its tab or browser was closed.'
   where user_id = (select auth.uid()) and status = 'running' and started_at < now() - interval '1 day';
  get diagnostics settled = row_count;
  return settled;
end;
$$;
revoke execute on function public.settle_abandoned_executions() from public, anon;
grant execute on function public.settle_abandoned_executions() to authenticated;

-- Hosted projects expose nothing by default; what is not granted here cannot be done.
grant select on public.eliza_python_executions, public.eliza_tool_calls to authenticated;
grant insert (id, code, source, executor, workflow_id, conversation_id, started_at, metadata)
  on public.eliza_python_executions to authenticated;
grant update (status, finished_at, duration_ms, result, result_mime, output, error_code, error_message,
              traceback, exit_code, metadata)
  on public.eliza_python_executions to authenticated;
grant insert (id, execution_id, seq, tool, function_name, call_key, occurrence, request, response, status,
              error, started_at, offset_ms, duration_ms, cached)
  on public.eliza_tool_calls to authenticated;
grant all on public.eliza_python_executions, public.eliza_tool_calls to service_role;

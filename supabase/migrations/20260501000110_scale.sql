-- A log of a million runs: every statement of the app seeks in an index, or reads a bounded number of rows. And a run whose
-- browser or server is gone is settled within minutes.

-- Lists by status and by source, newest first. Without these, a rare one is looked for among all rows.
create index eliza_python_executions_status
  on public.eliza_python_executions (user_id, status, started_at desc, id desc);
create index eliza_python_executions_source
  on public.eliza_python_executions (user_id, source, started_at desc, id desc);
create index eliza_python_executions_running
  on public.eliza_python_executions (user_id, started_at) where status = 'running';
-- Statistics of the last 30 days.
create index eliza_tool_calls_owner_time on public.eliza_tool_calls (user_id, started_at desc);
drop index public.eliza_tool_calls_owner;
-- Under row security Postgres uses no index on ILIKE or ~*, which are not leakproof. It cost half of the table's size.
drop index public.eliza_python_executions_code;

-- The caller's runs whose script has `words` in it, in any case, newest first: {rows, next}. `rows` are at most `page_size`,
-- with the columns of the list. Reads at most 20,000 runs; `next` is the last one it looked at, from which to go on, or null
-- at the end.
create function public.search_executions(
  words text, only_status text, only_source text, before_time timestamptz, before_id uuid, page_size integer
) returns jsonb
language plpgsql stable security invoker set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := '%' || replace(replace(replace(left(words, 200), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  most constant integer := 20000;
  wanted integer := least(greatest(page_size, 1), 100);
  last_time timestamptz;
  last_id uuid;
  answer jsonb;
begin
  select e.started_at, e.id into last_time, last_id
    from public.eliza_python_executions e
   where (only_status is null or e.status = only_status)
     and (only_source is null or e.source = only_source)
     and (before_time is null or (e.started_at, e.id) < (before_time, before_id))
   order by e.started_at desc, e.id desc
  offset most - 1 limit 1;
  with matches as materialized (
    select e.id, e.title, e.status, e.error_code, e.error_message, e.source, e.executor, e.started_at, e.finished_at,
           e.duration_ms
      from public.eliza_python_executions e
     where (only_status is null or e.status = only_status)
       and (only_source is null or e.source = only_source)
       and (before_time is null or (e.started_at, e.id) < (before_time, before_id))
       and (last_time is null or (e.started_at, e.id) >= (last_time, last_id))
       and e.code ilike pattern
     order by e.started_at desc, e.id desc
     limit wanted
  )
  select jsonb_build_object(
    'rows', coalesce((select jsonb_agg(to_jsonb(m) order by m.started_at desc, m.id desc) from matches m), '[]'),
    'next', case
      when (select count(*) from matches) = wanted then
        (select jsonb_build_object('id', m.id, 'started_at', m.started_at)
           from matches m order by m.started_at, m.id limit 1)
      when last_time is not null then jsonb_build_object('id', last_id, 'started_at', last_time)
    end
  ) into answer;
  return answer;
end;
$$;

-- The same for conversations: each of `patterns`, as ILIKE takes them, must be found in the title or in a message. Those of
-- `also` are always among them. Reads at most 300 conversations.
create function public.search_conversations(
  patterns text[], also uuid[], before_time timestamptz, before_id uuid, page_size integer
) returns jsonb
language plpgsql stable security invoker set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  most constant integer := 300;
  wanted integer := least(greatest(page_size, 1), 100);
  answer jsonb;
begin
  with looked_at as materialized (
    select c.*
      from public.conversations c
     where before_time is null or (c.updated_at, c.id) < (before_time, before_id)
     order by c.updated_at desc, c.id desc
     limit most
  ),
  found as materialized (
    select l.id, l.title, l.python_first, l.metadata, l.created_at, l.updated_at, l.revision
      from looked_at l
     where l.id = any (also)
        or not exists (
          select from unnest(patterns) as wanted_words (pattern)
           where l.title not ilike pattern
             and not exists (select from public.messages m where m.conversation_id = l.id and m.content ilike pattern)
        )
     order by l.updated_at desc, l.id desc
     limit wanted
  )
  select jsonb_build_object(
    'rows', coalesce((select jsonb_agg(to_jsonb(f) order by f.updated_at desc, f.id desc) from found f), '[]'),
    'next', case
      when (select count(*) from found) = wanted then
        (select jsonb_build_object('id', f.id, 'updated_at', f.updated_at) from found f order by f.updated_at, f.id limit 1)
      when (select count(*) from looked_at) = most then
        (select jsonb_build_object('id', l.id, 'updated_at', l.updated_at)
           from looked_at l order by l.updated_at, l.id limit 1)
    end
  ) into answer;
  return answer;
end;
$$;

-- Vectors of many dimensions are kept outside of their rows: to compare 100,000 reads gigabytes. Their signs alone, one bit a
-- dimension, choose the candidates that are compared exactly.
alter table public.memory_embeddings
  add column signs bit varying not null generated always as (extensions.binary_quantize(embedding)) stored;

create or replace function public.match_memories(
  query text,
  match_limit integer default 10,
  query_embedding extensions.vector default null,
  embedding_model text default null,
  threshold double precision default 0
)
returns table (id uuid, content text, context_type text, importance double precision,
               score double precision, similarity double precision, created_at timestamptz)
language sql stable security invoker set search_path = '' as $$
  with words as (
    -- plainto_tsquery demands every word; a memory that holds most of them is wanted too. No word: null, no match.
    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery as any_word
      from unnest(to_tsvector('english', query))
  ),
  by_words as (
    select m.id,
           row_number() over (
             order by pg_catalog.ts_rank(m.search, words.any_word) + 0.005 * m.importance desc, m.created_at desc, m.id
           ) as place
      from public.memories m, words
     where m.search @@ words.any_word
     order by place
     limit 200
  ),
  -- Materialised, so that no distance is asked for between vectors of unlike length. Short vectors are all compared: they are
  -- quickly read, and their few signs say little.
  candidates as materialized (
    select e.memory_id
      from public.memory_embeddings e
     where e.model = embedding_model and e.dimension = extensions.vector_dims(query_embedding)
     order by case
                when extensions.vector_dims(query_embedding) >= 256
                then e.signs operator(extensions.<~>) extensions.binary_quantize(query_embedding)
              end
     limit case when extensions.vector_dims(query_embedding) >= 256 then 800 end
  ),
  compared as materialized (
    select e.memory_id as id,
           least(1 - (e.embedding operator(extensions.<=>) query_embedding), 1)::double precision as similarity
      from candidates c
      join public.memory_embeddings e on e.memory_id = c.memory_id and e.model = embedding_model
  ),
  by_meaning as (
    select c.id, row_number() over (order by c.similarity desc, m.importance desc, m.created_at desc, c.id) as place
      from compared c join public.memories m on m.id = c.id
     where c.similarity >= threshold
     order by place
     limit 200
  )
  select m.id, m.content, m.context_type, m.importance,
         (coalesce(1.0 / (60 + by_words.place), 0) + coalesce(1.0 / (60 + by_meaning.place), 0))::double precision as score,
         c.similarity, m.created_at
    from by_words
    full join by_meaning on by_meaning.id = by_words.id
    join public.memories m on m.id = coalesce(by_words.id, by_meaning.id)
    left join compared c on c.id = m.id
   order by score desc, m.importance desc, m.created_at desc, m.id
   limit least(greatest(match_limit, 1), 100);
$$;

-- What runs scripts: a tab of a browser, or a server. It says every 30 s that it is still there (heartbeat).
create table public.eliza_run_instances (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  seen_at timestamptz not null default now(),
  primary key (user_id, id)
);
-- No policy: only the functions below read and write it.
alter table public.eliza_run_instances enable row level security;
revoke all on public.eliza_run_instances from public, anon, authenticated;
grant all on public.eliza_run_instances to service_role;

-- null: written by an earlier version.
alter table public.eliza_python_executions add column instance_id uuid;
grant insert (instance_id) on public.eliza_python_executions to authenticated;

-- The beginning of a run is the first heartbeat.
create function public.see_instance_of_new_execution() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.eliza_run_instances as i (user_id, id) values (new.user_id, new.instance_id)
  on conflict (user_id, id) do update set seen_at = now();
  return null;
end;
$$;
create trigger see_instance_of_new_execution
  after insert on public.eliza_python_executions
  for each row when (new.instance_id is not null and new.status = 'running')
  execute function public.see_instance_of_new_execution();

-- Says that `instance` is there, and that the runs `running` go on in it: those of the caller that were presumed dead meanwhile
-- run again. Gives their number.
create function public.beat_executions(instance uuid, running uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare revived integer;
begin
  insert into public.eliza_run_instances as i (user_id, id) values (auth.uid(), instance)
  on conflict (user_id, id) do update set seen_at = now();
  update public.eliza_python_executions e
     set status = 'running', finished_at = null, error_code = null, error_message = null, instance_id = instance
   where e.id = any (running) and e.user_id = auth.uid() and e.presumed_dead;
  get diagnostics revived = row_count;
  return revived;
end;
$$;

-- Settles runs of `owner`, or of everybody, whose instance was not seen for 3 minutes. A run without an instance is given a day.
-- Gives their number.
create function public.settle_lost_executions(owner uuid) returns integer
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare settled integer;
begin
  update public.eliza_python_executions e
     set status = 'failed', error_code = 'interrupted', presumed_dead = true, finished_at = now(),
         error_message = case e.executor
                           when 'edge' then 'The run never ended: the server that ran it was stopped.'
                           else 'The run never ended: its tab or browser was closed.'
                         end
   where e.status = 'running'
     and (owner is null or e.user_id = owner)
     and case
           when e.instance_id is null then e.started_at < now() - interval '1 day'
           else not exists (
             select from public.eliza_run_instances i
              where i.user_id = e.user_id and i.id = e.instance_id and i.seen_at > now() - interval '3 minutes'
           )
         end;
  get diagnostics settled = row_count;
  delete from public.eliza_run_instances i
   where (owner is null or i.user_id = owner) and i.seen_at < now() - interval '1 day';
  return settled;
end;
$$;

create or replace function public.settle_abandoned_executions() returns integer
language sql security definer set search_path = '' as $$
  select public.settle_lost_executions((select auth.uid())) where (select auth.uid()) is not null;
$$;

revoke execute on function public.search_executions(text, text, text, timestamptz, uuid, integer),
                           public.search_conversations(text[], uuid[], timestamptz, uuid, integer),
                           public.see_instance_of_new_execution(),
                           public.beat_executions(uuid, uuid[]),
                           public.settle_lost_executions(uuid)
  from public, anon, authenticated;
grant execute on function public.search_executions(text, text, text, timestamptz, uuid, integer),
                          public.search_conversations(text[], uuid[], timestamptz, uuid, integer),
                          public.beat_executions(uuid, uuid[])
  to authenticated;

-- What tools.remember stores and tools.match_memories finds, by Postgres full-text search.

create table public.memories (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  content text not null check (char_length(content) between 1 and 100000),
  context_type text not null default 'note' check (context_type ~ '^[a-z][a-z0-9_-]{0,49}$'),
  importance double precision not null default 0.5 check (importance between 0 and 1),
  created_at timestamptz not null default now(),
  search tsvector not null generated always as (to_tsvector('english', content)) stored
);
create index memories_owner on public.memories (user_id, created_at desc);
create index memories_search on public.memories using gin (search);

alter table public.memories enable row level security;
create policy "owners read their memories" on public.memories
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners store memories" on public.memories
  for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "owners forget memories" on public.memories
  for delete to authenticated using ((select auth.uid()) = user_id);

-- Best first: any word may match, more of the words rank higher, importance decides between near equals.
create function public.match_memories(query text, match_limit integer default 10)
returns table (id uuid, content text, context_type text, importance double precision,
               score double precision, created_at timestamptz)
language sql stable security invoker set search_path = '' as $$
  with words as (
    -- plainto_tsquery demands every word; a memory that holds most of them is wanted too. No word: null, no match.
    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery as any_word
      from unnest(to_tsvector('english', query))
  )
  select m.id, m.content, m.context_type, m.importance,
         (pg_catalog.ts_rank(m.search, words.any_word) + 0.005 * m.importance)::double precision as score,
         m.created_at
    from public.memories m, words
   where m.search @@ words.any_word
   order by score desc, m.created_at desc, m.id
   limit least(greatest(match_limit, 1), 100);
$$;
revoke execute on function public.match_memories(text, integer) from public, anon;
grant execute on function public.match_memories(text, integer) to authenticated;

grant select, delete on public.memories to authenticated;
grant insert (content, context_type, importance) on public.memories to authenticated;
grant all on public.memories to service_role;

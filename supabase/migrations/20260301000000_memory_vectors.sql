-- Vectors of memories, so that they are found by what they mean, too. Each bears the name of the model that made it:
-- vectors of two models do not compare, and are never compared.

create extension if not exists vector with schema extensions;

create table public.memory_embeddings (
  memory_id uuid not null references public.memories (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  -- Provider and model, such as openai/text-embedding-3-small.
  model text not null check (char_length(model) between 1 and 300),
  -- Beyond these its distance to others cannot be told in single precision.
  embedding extensions.vector not null check (extensions.vector_norm(embedding) between 1e-6 and 1e6),
  dimension integer not null generated always as (extensions.vector_dims(embedding)) stored,
  embedded_at timestamptz not null default now(),
  primary key (memory_id, model)
);
-- One person's vectors of one model are compared exactly. An approximate index (hnsw) is over everybody's vectors: behind
-- row security it would leave out matches of whoever has few, and each dimension would need one of its own.
create index memory_embeddings_owner on public.memory_embeddings (user_id, model, dimension);

alter table public.memory_embeddings enable row level security;
create policy "owners read their vectors" on public.memory_embeddings
  for select to authenticated using ((select auth.uid()) = user_id);
-- The memory must be the caller's own too: the subquery is under that table's row security.
create policy "owners store vectors of their memories" on public.memory_embeddings
  for insert to authenticated with check (
    (select auth.uid()) = user_id
    and exists (select from public.memories m where m.id = memory_id)
  );
create policy "owners replace their vectors" on public.memory_embeddings
  for update to authenticated
  using ((select auth.uid()) = user_id)
  with check (
    (select auth.uid()) = user_id
    and exists (select from public.memories m where m.id = memory_id)
  );

grant select on public.memory_embeddings to authenticated;
grant insert (memory_id, model, embedding, embedded_at), update (memory_id, model, embedding, embedded_at)
  on public.memory_embeddings to authenticated;
grant all on public.memory_embeddings to service_role;

drop function public.match_memories(text, integer);

-- Best first, by reciprocal rank fusion of two lists (Cormack, Clarke, Büttcher 2009, with their constant of 60): memories
-- that share a word with the query, more of the words first, and memories near to it in meaning, the nearest first.
-- Importance decides between near equals. Without a vector of the query the first list is all.
create function public.match_memories(
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
  -- Materialised, so that no distance is asked for between vectors of unlike length.
  compared as materialized (
    select e.memory_id as id,
           least(1 - (e.embedding operator(extensions.<=>) query_embedding), 1)::double precision as similarity
      from public.memory_embeddings e
     where e.model = embedding_model and e.dimension = extensions.vector_dims(query_embedding)
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
revoke execute on function public.match_memories(text, integer, extensions.vector, text, double precision)
  from public, anon;
grant execute on function public.match_memories(text, integer, extensions.vector, text, double precision)
  to authenticated;

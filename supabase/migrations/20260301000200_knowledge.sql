-- Conversations with their messages, and what extract_knowledge finds in these: entities and how they relate.

create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null default '' check (char_length(title) <= 200),
  -- Whether the assistant answers by writing Python.
  python_first boolean not null default true,
  metadata jsonb not null default '{}'::jsonb check (jsonb_typeof(metadata) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index conversations_owner on public.conversations (user_id, updated_at desc, id desc);

create table public.messages (
  -- Given by who writes it, so that one that is sent twice is stored once.
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  role text not null check (role in ('system', 'user', 'assistant')),
  -- Its words alone, as search and extraction read them.
  content text not null default '' check (char_length(content) <= 1000000),
  -- The whole message as the AI SDK has it (UIMessage.parts): text, steps, tool calls.
  parts jsonb not null default '[]'::jsonb check (jsonb_typeof(parts) = 'array'),
  -- Who answered: provider, model, attempts, usage.
  metadata jsonb not null default '{}'::jsonb check (jsonb_typeof(metadata) = 'object'),
  created_at timestamptz not null default now()
);
create index messages_conversation on public.messages (conversation_id, created_at, id);
create index messages_owner on public.messages (user_id);

create table public.knowledge_entities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,49}$'),
  name text not null check (char_length(name) between 1 and 200),
  -- Names that differ in case, width or blanks alone are one.
  name_key text not null generated always as (
    lower(regexp_replace(btrim(normalize(name, nfkc)), '\s+', ' ', 'g'))
  ) stored,
  description text not null default '' check (char_length(description) <= 1000),
  -- The messages that speak of it, each once. That of a message which was deleted since stays.
  message_ids uuid[] not null default '{}',
  mentions integer not null generated always as (cardinality(message_ids)) stored,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (user_id, kind, name_key)
);

create table public.entity_relationships (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  source_id uuid not null references public.knowledge_entities (id) on delete cascade,
  target_id uuid not null references public.knowledge_entities (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,49}$'),
  message_ids uuid[] not null default '{}',
  mentions integer not null generated always as (cardinality(message_ids)) stored,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (user_id, source_id, target_id, kind)
);
create index entity_relationships_source on public.entity_relationships (source_id);
create index entity_relationships_target on public.entity_relationships (target_id);

alter table public.conversations enable row level security;
alter table public.messages enable row level security;
alter table public.knowledge_entities enable row level security;
alter table public.entity_relationships enable row level security;

create policy "owners keep their conversations" on public.conversations for all to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
-- The conversation must be the caller's own too: the subquery is under that table's row security.
create policy "owners keep messages of their conversations" on public.messages for all to authenticated
  using ((select auth.uid()) = user_id)
  with check (
    (select auth.uid()) = user_id
    and exists (select from public.conversations c where c.id = conversation_id)
  );
create policy "owners keep their knowledge" on public.knowledge_entities for all to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "owners keep relationships of their entities" on public.entity_relationships for all to authenticated
  using ((select auth.uid()) = user_id)
  with check (
    (select auth.uid()) = user_id
    and exists (select from public.knowledge_entities e where e.id = source_id)
    and exists (select from public.knowledge_entities e where e.id = target_id)
  );

grant select, delete on public.conversations, public.messages, public.knowledge_entities, public.entity_relationships
  to authenticated;
grant insert (id, title, python_first, metadata, created_at, updated_at),
      update (title, python_first, metadata, updated_at)
  on public.conversations to authenticated;
grant insert (id, conversation_id, role, content, parts, metadata, created_at), update (content, parts, metadata)
  on public.messages to authenticated;
grant insert (kind, name, description, message_ids), update (name, description, message_ids, last_seen_at)
  on public.knowledge_entities to authenticated;
grant insert (source_id, target_id, kind, message_ids), update (message_ids, last_seen_at)
  on public.entity_relationships to authenticated;
grant all on public.conversations, public.messages, public.knowledge_entities, public.entity_relationships to service_role;

-- Adds what was found in a message of the caller's to what is known: `knowledge` is the JSON
-- {entities: [{kind, name, description}], relationships: [{source, target, kind}]}, where source and target are places in
-- the list of entities, from 0. What is known already counts one message more, once. Gives the rows as they are then, in
-- the same form with ids, `mentions` and, in relationships, ids in place of places. null: the message is not the caller's.
create function public.store_knowledge(message uuid, knowledge text) returns jsonb
language plpgsql security invoker set search_path = '' as $$
declare
  item jsonb;
  one jsonb;
  ids uuid[] := '{}';
  entities jsonb := '[]';
  relationships jsonb := '[]';
begin
  if not exists (select from public.messages m where m.id = message) then
    return null;
  end if;
  for item in select value from jsonb_array_elements(knowledge::jsonb -> 'entities') loop
    insert into public.knowledge_entities as e (kind, name, description, message_ids)
    values (item ->> 'kind', item ->> 'name', item ->> 'description', array[message])
    on conflict (user_id, kind, name_key) do update
       set message_ids = case when message = any (e.message_ids) then e.message_ids else e.message_ids || message end,
           description = case when excluded.description = '' then e.description else excluded.description end,
           last_seen_at = now()
    returning jsonb_build_object('id', e.id, 'kind', e.kind, 'name', e.name, 'description', e.description,
                                 'mentions', e.mentions) into one;
    ids := ids || (one ->> 'id')::uuid;
    -- Two spellings of one name are one entity.
    if not entities @> jsonb_build_array(jsonb_build_object('id', one -> 'id')) then
      entities := entities || one;
    end if;
  end loop;
  for item in select value from jsonb_array_elements(knowledge::jsonb -> 'relationships') loop
    insert into public.entity_relationships as r (source_id, target_id, kind, message_ids)
    values (ids[(item ->> 'source')::integer + 1], ids[(item ->> 'target')::integer + 1], item ->> 'kind', array[message])
    on conflict (user_id, source_id, target_id, kind) do update
       set message_ids = case when message = any (r.message_ids) then r.message_ids else r.message_ids || message end,
           last_seen_at = now()
    returning jsonb_build_object('id', r.id, 'source_id', r.source_id, 'target_id', r.target_id, 'kind', r.kind,
                                 'mentions', r.mentions) into one;
    if not relationships @> jsonb_build_array(jsonb_build_object('id', one -> 'id')) then
      relationships := relationships || one;
    end if;
  end loop;
  return jsonb_build_object('entities', entities, 'relationships', relationships);
end;
$$;
revoke execute on function public.store_knowledge(uuid, text) from public, anon;
grant execute on function public.store_knowledge(uuid, text) to authenticated;

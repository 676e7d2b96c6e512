-- How the page keeps and finds conversations: late requests change nothing, and the list is searched by words.

-- Given by who writes a row, ever higher: a version that arrives after a newer one is left out.
alter table public.conversations add column revision bigint not null default 0 check (revision >= 0);
alter table public.messages add column revision bigint not null default 0 check (revision >= 0);
grant insert (revision), update (revision) on public.conversations, public.messages to authenticated;

-- A conversation is as new as its newest message, whoever stores that.
create function public.touch_conversations_of_new_messages() returns trigger
language plpgsql security invoker set search_path = '' as $$
begin
  update public.conversations c
     set updated_at = newest.created_at
    from (
      -- A clock that is ahead must not hold a conversation on top of the list.
      select conversation_id, max(least(created_at, now())) as created_at from added group by conversation_id
    ) newest
   where c.id = newest.conversation_id and c.updated_at < newest.created_at;
  return null;
end;
$$;
create trigger touch_conversations_of_new_messages
  after insert on public.messages referencing new table as added
  for each statement execute function public.touch_conversations_of_new_messages();

-- Stores the caller's conversations, the JSON array `kept` of their columns. Which of them have a higher revision than what
-- is there replace it. The time of the last change never goes back.
create function public.keep_conversations(kept text) returns void
language sql security invoker set search_path = '' as $$
  insert into public.conversations as c (id, title, python_first, metadata, created_at, updated_at, revision)
  select k.id, k.title, k.python_first, k.metadata, k.created_at, k.updated_at, k.revision
    from jsonb_to_recordset(kept::jsonb) as k (
      id uuid, title text, python_first boolean, metadata jsonb, created_at timestamptz, updated_at timestamptz,
      revision bigint
    )
  on conflict (id) do update
     set title = excluded.title, python_first = excluded.python_first, metadata = excluded.metadata,
         updated_at = greatest(c.updated_at, excluded.updated_at), revision = excluded.revision
   where c.revision < excluded.revision;
$$;
revoke execute on function public.keep_conversations(text) from public, anon;
grant execute on function public.keep_conversations(text) to authenticated;

-- The same for messages, of which words, parts and metadata may change.
create function public.keep_messages(kept text) returns void
language sql security invoker set search_path = '' as $$
  insert into public.messages as m (id, conversation_id, role, content, parts, metadata, created_at, revision)
  select k.id, k.conversation_id, k.role, k.content, k.parts, k.metadata, k.created_at, k.revision
    from jsonb_to_recordset(kept::jsonb) as k (
      id uuid, conversation_id uuid, role text, content text, parts jsonb, metadata jsonb, created_at timestamptz,
      revision bigint
    )
  on conflict (id) do update
     set content = excluded.content, parts = excluded.parts, metadata = excluded.metadata, revision = excluded.revision
   where m.revision < excluded.revision;
$$;
revoke execute on function public.keep_messages(text) from public, anon;
grant execute on function public.keep_messages(text) to authenticated;

-- The caller's conversations, newest first, from after (`before_time`, `before_id`) on where these are given. Each of
-- `patterns`, as ILIKE takes them, must be found in the title or in a message. Those of `also` are always among them.
-- Without an index by words: under row security Postgres filters the caller's own rows first, and no index on ILIKE is used.
create function public.list_conversations(
  patterns text[], also uuid[], before_time timestamptz, before_id uuid, page_size integer
) returns table (
  id uuid, title text, python_first boolean, metadata jsonb, created_at timestamptz, updated_at timestamptz, revision bigint
)
language sql stable security invoker set search_path = '' as $$
  select c.id, c.title, c.python_first, c.metadata, c.created_at, c.updated_at, c.revision
    from public.conversations c
   where (before_time is null or (c.updated_at, c.id) < (before_time, before_id))
     and (
       c.id = any (also)
       or not exists (
         select from unnest(patterns) as wanted (pattern)
          where c.title not ilike pattern
            and not exists (
              select from public.messages m where m.conversation_id = c.id and m.content ilike pattern
            )
       )
     )
   order by c.updated_at desc, c.id desc
   limit least(greatest(page_size, 1), 100);
$$;
revoke execute on function public.list_conversations(text[], uuid[], timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_conversations(text[], uuid[], timestamptz, uuid, integer) to authenticated;

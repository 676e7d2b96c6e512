-- Summaries of what came first in long conversations: a model is sent the newest one and the turns after it.

create table public.conversation_summaries (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  -- The last message it covers. Without that message it is of no use: it may have been written anew.
  through_message_id uuid not null references public.messages (id) on delete cascade,
  summary text not null check (char_length(summary) between 1 and 20000),
  -- Who wrote it: provider and model.
  model text not null check (char_length(model) between 1 and 300),
  created_at timestamptz not null default now()
);
create index conversation_summaries_newest on public.conversation_summaries (conversation_id, created_at desc);
create index conversation_summaries_message on public.conversation_summaries (through_message_id);
create index conversation_summaries_owner on public.conversation_summaries (user_id);

alter table public.conversation_summaries enable row level security;
create policy "owners read their summaries" on public.conversation_summaries
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners delete their summaries" on public.conversation_summaries
  for delete to authenticated using ((select auth.uid()) = user_id);
-- Conversation and message must be the caller's own, and of each other: the subquery is under that table's row security.
create policy "owners store summaries of their conversations" on public.conversation_summaries
  for insert to authenticated with check (
    (select auth.uid()) = user_id
    and exists (
      select from public.messages m
       where m.id = through_message_id and m.conversation_id = conversation_summaries.conversation_id
    )
  );

grant select, delete on public.conversation_summaries to authenticated;
grant insert (conversation_id, through_message_id, summary, model) on public.conversation_summaries to authenticated;
grant all on public.conversation_summaries to service_role;

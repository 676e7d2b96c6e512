-- The endpoint that speaks OpenAI's chat completions which a user has set for themselves, such as Ollama: the AI chain asks it for them alone.

create table public.ai_endpoints (
  user_id uuid primary key references auth.users (id) on delete cascade,
  -- What /chat/completions is appended to. Without a name or password in it.
  base_url text not null check (base_url ~* '^https?://[^\s/@?#]+(/[^\s?#]*)?$' and char_length(base_url) <= 2000),
  -- Empty: none is chosen yet, and it is not asked.
  model text not null check (model !~ '[[:cntrl:]]' and char_length(model) <= 300),
  -- Granted to nobody: read_ai_endpoint gives it to the functions.
  key text check (key ~ '^[!-~]+$' and char_length(key) <= 4000),
  has_key boolean not null generated always as (key is not null) stored,
  -- null where it is not known.
  context_tokens integer check (context_tokens between 256 and 100000000),
  -- Before all others; else at the place of OpenAI-compatible endpoints.
  asks_first boolean not null,
  updated_at timestamptz not null default now()
);

alter table public.ai_endpoints enable row level security;
create policy "owners read their endpoint" on public.ai_endpoints
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners remove their endpoint" on public.ai_endpoints
  for delete to authenticated using ((select auth.uid()) = user_id);

grant select (user_id, base_url, model, has_key, context_tokens, asks_first, updated_at), delete
  on public.ai_endpoints to authenticated;
grant all on public.ai_endpoints to service_role;

-- Stores the caller's endpoint in place of the one before. With `keeps_key` the key of the one before stays, unless the
-- address leads to another host: whoever may change the address must not learn the key by it.
create function public.save_ai_endpoint(
  base_url text, model text, context_tokens integer default null, asks_first boolean default true,
  key text default null, keeps_key boolean default false
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.ai_endpoints as e (user_id, base_url, model, key, context_tokens, asks_first)
  values (
    (select auth.uid()), save_ai_endpoint.base_url, save_ai_endpoint.model, save_ai_endpoint.key,
    save_ai_endpoint.context_tokens, save_ai_endpoint.asks_first
  )
  on conflict (user_id) do update
     set base_url = excluded.base_url,
         model = excluded.model,
         context_tokens = excluded.context_tokens,
         asks_first = excluded.asks_first,
         updated_at = now(),
         key = case
                 when save_ai_endpoint.keeps_key
                      and lower(substring(excluded.base_url from '^\w+://[^/]+'))
                          = lower(substring(e.base_url from '^\w+://[^/]+')) then e.key
                 else excluded.key
               end;
$$;

-- What the functions ask for a caller whose token they have verified. No client may: it would give away the key.
create function public.read_ai_endpoint(owner uuid)
returns table (base_url text, model text, key text, context_tokens integer, asks_first boolean)
language sql stable security invoker set search_path = '' as $$
  select e.base_url, e.model, e.key, e.context_tokens, e.asks_first from public.ai_endpoints e where e.user_id = owner;
$$;

revoke execute on function public.save_ai_endpoint(text, text, integer, boolean, text, boolean) from public, anon;
grant execute on function public.save_ai_endpoint(text, text, integer, boolean, text, boolean) to authenticated;
revoke execute on function public.read_ai_endpoint(uuid) from public, anon, authenticated;
grant execute on function public.read_ai_endpoint(uuid) to service_role;

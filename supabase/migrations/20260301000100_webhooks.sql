-- Events that scripts publish, who of the owner's subscribers is told of them, and how that went.

create extension if not exists pgcrypto with schema extensions;

create table public.webhook_subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  url text not null check (url ~* '^https?://[^\s/]+' and char_length(url) <= 2000),
  -- Which events are sent. None named: all.
  event_types text[] not null default '{}' check (
    cardinality(event_types) <= 50
    and array_to_string(event_types, ' ', ' ') ~ '^([A-Za-z0-9_.:-]{1,100}( |$))*$'
  ),
  active boolean not null default true,
  -- whsec_ and 32 bytes in base64. Granted to nobody: it is given once, by create_webhook_subscription, and used by
  -- claim_webhook_deliveries to sign.
  secret text not null,
  created_at timestamptz not null default now()
);
create index webhook_subscriptions_owner on public.webhook_subscriptions (user_id, created_at);

create table public.webhook_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  event_type text not null check (event_type ~ '^[A-Za-z0-9_.:-]{1,100}$'),
  payload jsonb not null check (octet_length(payload::text) <= 300000),
  created_at timestamptz not null default now()
);
create index webhook_events_owner on public.webhook_events (user_id, created_at desc);

create table public.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  event_id uuid not null references public.webhook_events (id) on delete cascade,
  subscription_id uuid not null references public.webhook_subscriptions (id) on delete cascade,
  event_type text not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  -- Of the last attempt.
  response_code integer,
  error text check (char_length(error) <= 500),
  last_attempt_at timestamptz,
  -- null where there is none any more. While an attempt is under way: when it is taken to be lost.
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  unique (event_id, subscription_id)
);
create index webhook_deliveries_owner on public.webhook_deliveries (user_id, created_at desc);
create index webhook_deliveries_due on public.webhook_deliveries (user_id, next_attempt_at) where status = 'waiting';
create index webhook_deliveries_subscription on public.webhook_deliveries (subscription_id);

alter table public.webhook_subscriptions enable row level security;
alter table public.webhook_events enable row level security;
alter table public.webhook_deliveries enable row level security;
create policy "owners read their subscriptions" on public.webhook_subscriptions
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners change their subscriptions" on public.webhook_subscriptions
  for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "owners remove their subscriptions" on public.webhook_subscriptions
  for delete to authenticated using ((select auth.uid()) = user_id);
create policy "owners read their events" on public.webhook_events
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "owners read their deliveries" on public.webhook_deliveries
  for select to authenticated using ((select auth.uid()) = user_id);

grant select (id, user_id, url, event_types, active, created_at), update (active), delete
  on public.webhook_subscriptions to authenticated;
grant select on public.webhook_events, public.webhook_deliveries to authenticated;
grant all on public.webhook_subscriptions, public.webhook_events, public.webhook_deliveries to service_role;

-- Gives {id, secret}: the only time that the secret leaves the database.
create function public.create_webhook_subscription(address text, types text[] default '{}') returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := auth.uid();
  made uuid;
  key text := 'whsec_' || encode(extensions.gen_random_bytes(32), 'base64');
begin
  if (select count(*) from public.webhook_subscriptions where user_id = me) >= 20 then
    raise exception 'There are 20 subscriptions already, which is the limit. Remove one first.'
      using errcode = 'check_violation';
  end if;
  insert into public.webhook_subscriptions (user_id, url, event_types, secret)
  values (me, address, types, key) returning id into made;
  return jsonb_build_object('id', made, 'secret', key);
end;
$$;

-- Stores an event whose payload is the JSON in `data`, with a delivery for each of the caller's active subscriptions that wants it. Gives the event's id.
-- Events of the caller's that are older than 30 days go, and their deliveries with them.
create function public.publish_webhook_event(type text, data text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := auth.uid();
  made uuid;
begin
  delete from public.webhook_events where user_id = me and created_at < now() - interval '30 days';
  insert into public.webhook_events (user_id, event_type, payload) values (me, type, data::jsonb) returning id into made;
  insert into public.webhook_deliveries (user_id, event_id, subscription_id, event_type, next_attempt_at)
  select me, made, s.id, type, now()
    from public.webhook_subscriptions s
   where s.user_id = me and s.active and (cardinality(s.event_types) = 0 or type = any (s.event_types));
  return made;
end;
$$;

-- Gives up to 20 of the caller's deliveries to be sent now, signed, and counts the attempt: those of `event` first, then
-- what is due of others; or `delivery` alone, in whatever state it is. An attempt whose outcome is not told within a
-- minute is due again. The signature is that of https://www.standardwebhooks.com over id, time and body.
create function public.claim_webhook_deliveries(event uuid default null, delivery uuid default null)
returns table (id uuid, attempt integer, url text, message_id uuid, sent_at bigint, signature text, body text)
language sql volatile security definer set search_path = '' as $$
  with due as (
    select d.id
      from public.webhook_deliveries d
      join public.webhook_subscriptions s on s.id = d.subscription_id
     where d.user_id = (select auth.uid())
       and case
             when delivery is not null then d.id = delivery
             else d.status = 'waiting' and d.next_attempt_at <= now() and s.active
           end
     order by d.event_id is not distinct from event desc, d.next_attempt_at
     limit 20
       for update of d skip locked
  ),
  claimed as (
    update public.webhook_deliveries d
       set attempts = d.attempts + 1, status = 'waiting', last_attempt_at = now(),
           next_attempt_at = now() + interval '1 minute'
      from due
     where d.id = due.id
    returning d.id, d.attempts, d.event_id, d.subscription_id
  ),
  messages as (
    select c.id, c.attempts, s.url, s.secret, e.id as message_id, extract(epoch from now())::bigint as sent_at,
           jsonb_build_object('type', e.event_type, 'timestamp', to_jsonb(e.created_at), 'data', e.payload)::text as body
      from claimed c
      join public.webhook_events e on e.id = c.event_id
      join public.webhook_subscriptions s on s.id = c.subscription_id
  )
  select m.id, m.attempts, m.url, m.message_id, m.sent_at,
         'v1,' || encode(
           extensions.hmac(
             convert_to(m.message_id || '.' || m.sent_at || '.' || m.body, 'UTF8'),
             decode(substr(m.secret, 7), 'base64'),
             'sha256'
           ),
           'base64'
         ),
         m.body
    from messages m;
$$;

-- Tells how attempt number `attempt` of a delivery of the caller's went: the subscriber's status, or why there was none.
-- After 8 attempts it has failed; before that each pause is longer than the one before.
create function public.settle_webhook_delivery(
  delivery uuid, attempt integer, code integer default null, reason text default null
) returns void
language sql volatile security definer set search_path = '' as $$
  update public.webhook_deliveries d
     set response_code = code,
         error = left(reason, 500),
         status = case
                    when code between 200 and 299 then 'delivered'
                    when d.attempts >= 8 then 'failed'
                    else 'waiting'
                  end,
         next_attempt_at = case
                             when code between 200 and 299 or d.attempts >= 8 then null
                             else now() + (array['5 seconds', '30 seconds', '5 minutes', '30 minutes', '2 hours',
                                                 '8 hours', '1 day']::interval[])[d.attempts]
                           end
   where d.id = delivery and d.user_id = (select auth.uid()) and d.attempts = attempt and d.status = 'waiting';
$$;

revoke execute on function public.create_webhook_subscription(text, text[]) from public, anon;
revoke execute on function public.publish_webhook_event(text, text) from public, anon;
revoke execute on function public.claim_webhook_deliveries(uuid, uuid) from public, anon;
revoke execute on function public.settle_webhook_delivery(uuid, integer, integer, text) from public, anon;
grant execute on function public.create_webhook_subscription(text, text[]) to authenticated;
grant execute on function public.publish_webhook_event(text, text) to authenticated;
grant execute on function public.claim_webhook_deliveries(uuid, uuid) to authenticated;
grant execute on function public.settle_webhook_delivery(uuid, integer, integer, text) to authenticated;

-- What anon and authenticated may do, whatever the project grants by itself. `supabase start` and projects with "Default
-- privileges for new entities" grant all on every new table: then the columns granted in earlier migrations limit nothing,
-- and secrets of columns can be read. So everything is revoked first, and exactly what the app needs is granted again.

revoke all on all tables in schema public from public, anon, authenticated;
revoke all on all sequences in schema public from public, anon, authenticated;
revoke all on all routines in schema public from public, anon, authenticated;

-- Tables of later migrations begin without grants, too.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on routines from anon, authenticated;

-- The log. A run begins as `running` and its code stays; only its end is written later.
grant select on public.eliza_python_executions, public.eliza_tool_calls to authenticated;
grant insert (id, code, source, executor, workflow_id, conversation_id, started_at, metadata),
      update (status, finished_at, duration_ms, result, result_mime, result_forms, displays, output, output_spans, error_code,
              error_message, traceback, exit_code, metadata)
  on public.eliza_python_executions to authenticated;
grant insert (id, execution_id, seq, tool, function_name, call_key, occurrence, request, request_text, response,
              response_text, status, error, started_at, offset_ms, duration_ms, cached)
  on public.eliza_tool_calls to authenticated;
grant execute on function public.settle_abandoned_executions() to authenticated;

-- Memories and their vectors.
grant select, delete, insert (content, context_type, importance) on public.memories to authenticated;
grant select,
      insert (memory_id, model, embedding, embedded_at),
      update (memory_id, model, embedding, embedded_at)
  on public.memory_embeddings to authenticated;
grant execute on function public.match_memories(text, integer, extensions.vector, text, double precision) to authenticated;

-- Webhooks. Not granted: `secret`, with which create_webhook_subscription and claim_webhook_deliveries work as the owner.
grant select (id, user_id, url, event_types, active, created_at), update (active), delete
  on public.webhook_subscriptions to authenticated;
grant select on public.webhook_events, public.webhook_deliveries to authenticated;
grant execute on function public.create_webhook_subscription(text, text[]), public.publish_webhook_event(text, text),
                          public.claim_webhook_deliveries(uuid, uuid),
                          public.settle_webhook_delivery(uuid, integer, integer, text)
  to authenticated;

-- Conversations, and what is known from them.
grant select, delete,
      insert (id, title, python_first, metadata, created_at, updated_at, revision),
      update (title, python_first, metadata, updated_at, revision)
  on public.conversations to authenticated;
grant select, delete,
      insert (id, conversation_id, role, content, parts, metadata, created_at, revision),
      update (content, parts, metadata, revision)
  on public.messages to authenticated;
grant select, delete, insert (conversation_id, through_message_id, summary, model)
  on public.conversation_summaries to authenticated;
grant select, delete,
      insert (kind, name, description, message_ids),
      update (name, description, message_ids, last_seen_at)
  on public.knowledge_entities to authenticated;
grant select, delete, insert (source_id, target_id, kind, message_ids), update (message_ids, last_seen_at)
  on public.entity_relationships to authenticated;
grant execute on function public.store_knowledge(uuid, text), public.keep_conversations(text), public.keep_messages(text),
                          public.list_conversations(text[], uuid[], timestamptz, uuid, integer)
  to authenticated;

-- The user's own AI endpoint. Not granted: `key`, which read_ai_endpoint gives to the functions alone.
grant select (user_id, base_url, model, has_key, context_tokens, asks_first, updated_at), delete
  on public.ai_endpoints to authenticated;
grant execute on function public.save_ai_endpoint(text, text, integer, boolean, text, boolean) to authenticated;

-- Where there is realtime (hosted, `supabase start`) open pages hear of new and finished runs; row security holds there too.
do $$
begin
  if exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    alter publication supabase_realtime add table public.eliza_python_executions;
  end if;
end;
$$;

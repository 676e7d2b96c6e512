-- Where pg_cron is installed, runs that never ended are settled every minute, also of people who never come back. Elsewhere
-- each is settled by its owner's next visit (settle_abandoned_executions). Nothing depends on this. It replaces the hourly job
-- of 20260301000300, by its name.
do $$
begin
  if to_regprocedure('cron.schedule(text, text, text)') is not null then
    execute $schedule$
      select cron.schedule(
        'eliza-settle-abandoned-executions', '* * * * *', 'select public.settle_lost_executions(null)'
      )
    $schedule$;
  end if;
end;
$$;

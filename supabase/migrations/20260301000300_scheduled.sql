-- Where pg_cron is installed, runs that never ended are settled every hour, also of people who never come back. Elsewhere
-- each is settled by its owner's next visit (settle_abandoned_executions). Nothing depends on this.
do $$
begin
  if to_regprocedure('cron.schedule(text, text, text)') is not null then
    execute $schedule$
      select cron.schedule('eliza-settle-abandoned-executions', '23 * * * *', $command$
        update public.eliza_python_executions
           set status = 'failed', error_code = 'interrupted', presumed_dead = true, finished_at = now(),
               error_message = 'The run never ended: its tab or browser was closed.'
         where status = 'running' and started_at < now() - interval '1 day'
      $command$)
    $schedule$;
  end if;
end;
$$;

--liquibase formatted sql

--changeset replay:031-send-before
-- When what has not been sent is left out, and when that was said: from then on no process sends more of it, whatever its
-- own clock says.
alter table campaign add column send_before timestamptz, add column expired_at timestamptz;

--liquibase formatted sql

--changeset replay:044-suppression-asked-at
-- When the person wrote STOP last; created_at is when they did first. A START that is written down late takes back no STOP
-- that came after it.
alter table suppression add column asked_at timestamptz;

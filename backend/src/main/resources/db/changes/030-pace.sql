--liquibase formatted sql

--changeset replay:030-pace
-- The virtual clock of everything that has a rate, shared by all processes: until when what was granted lasts. A lost
-- update costs a tenth of a second's worth, so that its commits do not wait for the disk.
create table pace (
    -- campaign, sender or carrier
    scope   text        not null,
    key     bigint      not null,
    next_at timestamptz not null,
    constraint pace_pk primary key (scope, key)
) with (fillfactor = 50);

--changeset replay:030-rates
-- Segments a second; null is unlimited.
alter table sender add column rate integer constraint sender_rate_ck check (rate > 0);
alter table campaign add column rate integer constraint campaign_rate_ck check (rate > 0);

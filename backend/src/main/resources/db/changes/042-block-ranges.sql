--liquibase formatted sql

--changeset replay:042-block-ranges
-- Brought up to date each second by whoever sends, not once a minute by autovacuum, whose list of ranges overflows into
-- the log where many a second are full.
drop index carrier_ref_message_ix;
drop index carrier_ref_time_ix;
create index carrier_ref_message_ix on carrier_ref using brin (campaign_id, message_id) with (pages_per_range = 8);
create index carrier_ref_time_ix on carrier_ref using brin (submitted_at);

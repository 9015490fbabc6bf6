--liquibase formatted sql

--changeset replay:042-block-ranges
-- One for all, so that there is no wrong one to choose while a day has no statistics: by message, by time, or both. It is
-- brought up to date each second by whoever sends, not once a minute by autovacuum, whose list of ranges overflows into the
-- log where many a second are full.
drop index carrier_ref_message_ix;
drop index carrier_ref_time_ix;
create index carrier_ref_range_ix on carrier_ref using brin (campaign_id, message_id, submitted_at)
    with (pages_per_range = 16);

--liquibase formatted sql

--changeset replay:042-block-ranges
-- One for all, so that there is no wrong one to choose while a day has no statistics: by message, by time, or both. It is
-- brought up to date each second by whoever sends, not once a minute by autovacuum, whose list of ranges overflows into the
-- log where many a second are full.
drop index carrier_ref_message_ix;
drop index carrier_ref_time_ix;
create index carrier_ref_range_ix on carrier_ref using brin (campaign_id, message_id, submitted_at)
    with (pages_per_range = 32);

--changeset replay:042-carrier-message-ids splitStatements:false
-- The carriers' ids of messages of one campaign, in the order of their parts. Ids that are neighbours are one range, and the
-- times of their submission leave out other days. A function for the sake of its setting: without statistics of a day that
-- has just begun, the whole of it would be read.
create function carrier_message_ids(of_campaign bigint, lo integer[], hi integer[], ids integer[], earliest timestamptz,
    latest timestamptz) returns table (message_id integer, carrier_message_id text)
language sql stable set enable_seqscan = off as $$
    select ref.message_id, ref.carrier_message_id
    from unnest(lo, hi) as span (lo, hi)
    cross join lateral (
        select r.message_id, r.part, r.carrier_message_id from carrier_ref r
        where r.campaign_id = of_campaign and r.message_id between span.lo and span.hi
            and r.submitted_at between earliest and latest
        offset 0) ref
    where ref.message_id = any(ids)
    order by ref.message_id, ref.part
$$;

--liquibase formatted sql

--changeset replay:007-receipt
-- Every receipt as it came, kept 90 days. Unmatched until campaign_id is known.
create table receipt_inbox (
    received_at        timestamptz not null,
    done_at            timestamptz,
    account_id         bigint,
    campaign_id        bigint,
    recipient          bigint      not null,
    message_id         integer,
    carrier_id         smallint    not null,
    part               smallint,
    carrier_message_id text        not null,
    stat               text        not null,
    err                text        not null,
    raw                text        not null
) partition by range (received_at);
create index receipt_inbox_unmatched_ix on receipt_inbox (received_at) where campaign_id is null;
create table receipt_inbox_other partition of receipt_inbox default;

-- Messages that people sent to us.
create table inbound_message (
    id          bigint generated always as identity constraint inbound_message_pk primary key,
    account_id  bigint,
    carrier_id  smallint    not null,
    sender      text        not null,
    recipient   text        not null,
    body        text        not null,
    received_at timestamptz not null
);

--changeset replay:007-day-partition splitStatements:false
-- Makes the partition of one day (UTC) of a table partitioned by time, if it is missing. Rows of that day that came before
-- their partition lie in the default one, and move with it.
create function make_day_partition(parent text, day date) returns void language plpgsql as $$
declare
    part text := parent || '_' || to_char(day, 'YYYYMMDD');
    key text := substring(pg_get_partkeydef(parent::regclass) from '\((.*)\)');
    lo timestamptz := day::timestamp at time zone 'UTC';
    hi timestamptz := (day + 1)::timestamp at time zone 'UTC';
begin
    if to_regclass(part) is null then
        perform pg_advisory_xact_lock(hashtext('make_day_partition'));
        if to_regclass(part) is null then
            execute format('create table %I (like %I including defaults including constraints)', part, parent);
            execute format('with early as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from early',
                parent || '_other', key, lo, key, hi, part);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, lo, hi);
        end if;
    end if;
end $$;

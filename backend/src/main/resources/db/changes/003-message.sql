--liquibase formatted sql

--changeset replay:003-message
-- One row a recipient of a campaign. No index may name a status, not even as a predicate: it would end HOT updates.
-- Status: 0 queued, 1 Sent, 2 Delivered, 3 UnDelivered, 4 NotSent. Columns stand by width, so that no byte is padding.
create table message (
    campaign_id       bigint   not null,
    account_id        bigint   not null,
    -- E.164 digits; negative once erased.
    recipient         bigint   not null,
    submitted_at      timestamptz,
    final_at          timestamptz,
    -- The ordinal in its campaign, 1…n.
    id                integer  not null,
    -- A bit a part.
    parts_delivered   integer  not null default 0,
    -- A replay's row: whose second try it is, and the person's ordinal in the first campaign.
    source_id         integer,
    root_seq          integer,
    status            smallint not null default 0,
    sub_status        smallint not null default 0,
    -- Segments accepted; 0 until there is an outcome.
    segments          smallint not null default 0,
    -- What the carrier said, word for word: raw_status.id; 0 nothing. A fixed width, so that settling never grows a row.
    raw               smallint not null default 0,
    carrier_id        smallint not null default 0,
    source_status     smallint,
    source_sub_status smallint,
    country           text     not null,
    variables         text[],
    constraint message_pk primary key (campaign_id, id),
    constraint message_recipient_uq unique (recipient, campaign_id)
) partition by range (campaign_id);

-- What carriers said: distinct pairs of stat and err, few.
create table raw_status (
    id   smallint not null constraint raw_status_pk primary key,
    stat text     not null,
    err  text     not null,
    constraint raw_status_uq unique (stat, err)
);
insert into raw_status (id, stat, err) values (0, '', '');

-- How many messages of a campaign stand where. The statement that moves the rows moves the counts;
-- a shard may be negative, only the sum over the shards means anything.
create table tally (
    campaign_id bigint   not null,
    count       bigint   not null,
    shard       smallint not null,
    status      smallint not null,
    sub_status  smallint not null,
    segments    smallint not null,
    country     text     not null,
    constraint tally_pk primary key (campaign_id, shard, status, sub_status, country, segments)
) with (fillfactor = 50);

create table rejection (
    campaign_id bigint  not null,
    account_id  bigint  not null,
    line        integer not null,
    value       text    not null,
    reason      text    not null,
    constraint rejection_pk primary key (campaign_id, line)
);

--changeset replay:003-message-partition splitStatements:false
-- Makes the partition of 1,000 campaigns that holds the id, if it is missing.
create function make_message_partition(campaign bigint) returns void language plpgsql as $$
declare
    lo bigint := campaign / 1000 * 1000;
    part text := 'message_' || lo;
begin
    if to_regclass(part) is null then
        perform pg_advisory_xact_lock(hashtext('make_message_partition'));
        if to_regclass(part) is null then
            execute format('create table %I (like message including defaults including constraints) with (fillfactor = 45)', part);
            execute format('alter table message attach partition %I for values from (%s) to (%s)', part, lo, lo + 1000);
        end if;
    end if;
end $$;

--changeset replay:003-message-first-partition
select make_message_partition(0);

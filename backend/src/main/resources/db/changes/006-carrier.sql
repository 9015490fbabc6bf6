--liquibase formatted sql

--changeset replay:006-carrier
create table carrier (
    id   smallint not null constraint carrier_pk primary key,
    name text     not null constraint carrier_name_uq unique,
    kind text     not null,
    -- Whether the present configuration sends by it: launch refuses when none is.
    active boolean not null
);

-- An id range of one campaign. Ids up to intent may have been written to a carrier; no row beyond it was.
-- owner null: free. Times are the database's own.
create table lease (
    campaign_id bigint      not null,
    lo          integer     not null,
    hi          integer     not null,
    intent      integer     not null,
    owner       text,
    fence       bigint      not null default 0,
    expires_at  timestamptz,
    constraint lease_pk primary key (campaign_id, lo),
    constraint lease_range_ck check (lo - 1 <= intent and intent <= hi)
) with (fillfactor = 50);

-- The way from a receipt to its row: one entry a part accepted, kept 30 days.
create table carrier_ref (
    submitted_at       timestamptz not null,
    campaign_id        bigint      not null,
    recipient          bigint      not null,
    message_id         integer     not null,
    carrier_id         smallint    not null,
    part               smallint    not null,
    carrier_message_id text        not null
) partition by range (submitted_at);
-- Ordered by time behind the id: the newest owner of a reused id is the first entry found, in the newest day first.
create index carrier_ref_id_ix on carrier_ref (carrier_message_id, submitted_at);
-- A page of messages shows its carrier ids: entries lie on disk as they were sent, so a block range finds them for next to nothing.
create index carrier_ref_message_ix on carrier_ref using brin (campaign_id, message_id) with (pages_per_range = 8, autosummarize = on);
create table carrier_ref_other partition of carrier_ref default;

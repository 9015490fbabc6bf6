--liquibase formatted sql

--changeset replay:020-receipt-sender
-- The receipt's destination: whom the message was from. It tells whose message a receipt of an unknown id can be.
alter table receipt_inbox add column sender text not null default '';
-- What has no row yet, by person and id: few rows, for a receipt whose row is known when it comes is never in it.
create index receipt_inbox_unknown_ix on receipt_inbox (recipient, carrier_message_id) where campaign_id is null;

--changeset replay:020-carrier-ref-time
-- Which ids were written down since the last look at receipts without a row: the end of the day's partition, for next to nothing.
create index carrier_ref_time_ix on carrier_ref using brin (submitted_at) with (autosummarize = on);

--changeset replay:020-lost-lease
-- Ids whose owner fell silent: what of lo…hi was still queued became Sent / SUBMIT-UNCONFIRMED. They were claimed before
-- the owner was heard of last, which may be long before somebody was there to take them over.
create table lost_lease (
    campaign_id bigint      not null,
    lo          integer     not null,
    hi          integer     not null,
    heard_at    timestamptz not null,
    lost_at     timestamptz not null,
    constraint lost_lease_pk primary key (campaign_id, lo, lost_at)
);

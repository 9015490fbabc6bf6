--liquibase formatted sql

--changeset replay:043-stop-answer
-- The one message that confirms a STOP, asked for in the transaction that opts the person out. It is written by whoever has
-- moved it from waiting to claimed, and committed that: what a process that died had claimed stays claimed, and nobody
-- writes it again. Kept 90 days.
create table stop_answer (
    id         bigint generated always as identity constraint stop_answer_pk primary key,
    -- Null where the number is several accounts'.
    account_id bigint,
    carrier_id smallint    not null,
    sender     text        not null,
    recipient  bigint      not null,
    body       text        not null,
    -- expired: it could not be written in time; withdrawn: the person wrote START before it was.
    state      text        not null default 'waiting' constraint stop_answer_state_ck check (state in
        ('waiting', 'claimed', 'sent', 'refused', 'unconfirmed', 'expired', 'withdrawn')),
    -- How often it was claimed: says whose claim an outcome is of.
    tries      integer     not null default 0,
    -- The carrier's id of it, or why it was refused.
    said       text        not null default '',
    asked_at   timestamptz not null,
    state_at   timestamptz not null
) with (fillfactor = 70);
create index stop_answer_waiting_ix on stop_answer (asked_at) where state = 'waiting';
create index stop_answer_asked_ix on stop_answer (asked_at);

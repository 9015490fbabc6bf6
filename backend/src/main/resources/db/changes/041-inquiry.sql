--liquibase formatted sql

--changeset replay:041-inquiry
-- Up to when carriers have been asked for messages whose receipts did not come, and by whom nobody else asks meanwhile.
create table inquiry (
    id         smallint    not null default 1 constraint inquiry_pk primary key constraint inquiry_one_ck check (id = 1),
    done_at    timestamptz not null,
    held_until timestamptz not null
);
insert into inquiry (done_at, held_until) values (now() - interval '1 hour', now());

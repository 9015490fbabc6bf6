--liquibase formatted sql

--changeset replay:032-quiet-hours
-- When people are not to be written to, by their own clock.
create table quiet_hours (
    account_id bigint not null constraint quiet_hours_account_fk references account,
    -- ISO 3166-1 alpha-2; empty: every country that has no row.
    country    text   not null,
    -- Past midnight where it ends before it begins; both null: never.
    begins     time,
    ends       time,
    constraint quiet_hours_pk primary key (account_id, country),
    constraint quiet_hours_span_ck check ((begins is null) = (ends is null) and begins is distinct from ends or begins is null)
);

--changeset replay:032-lease-not-before
-- Everything queued in the range waits for a morning: when the first of it may go.
alter table lease add column not_before timestamptz;

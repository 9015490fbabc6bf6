--liquibase formatted sql

--changeset replay:040-alert
-- What each process finds wrong at present; a row that nobody has renewed for a while says nothing any more.
create table alert (
    process text        not null,
    kind    text        not null,
    -- The carrier's name.
    subject text        not null,
    since   timestamptz not null,
    seen_at timestamptz not null,
    detail  text        not null,
    constraint alert_pk primary key (process, kind, subject)
) with (fillfactor = 50);

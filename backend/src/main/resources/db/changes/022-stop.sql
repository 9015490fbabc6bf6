--liquibase formatted sql

--changeset replay:022-suppression-by-reply
-- The person wrote STOP: then, and only then, START makes it undone.
alter table suppression add column by_reply boolean not null default false;

--liquibase formatted sql

--changeset replay:004-suppression
create table suppression (
    account_id bigint      not null constraint suppression_account_fk references account,
    recipient  bigint      not null,
    reason     text        not null constraint suppression_reason_ck check (reason in ('opt-out', 'blocked')),
    created_at timestamptz not null,
    constraint suppression_pk primary key (account_id, recipient)
);

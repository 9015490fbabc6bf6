--liquibase formatted sql

--changeset replay:001-account
create table account (
    id         bigint generated always as identity constraint account_pk primary key,
    name       text        not null,
    currency   text        not null constraint account_currency_ck check (currency ~ '^[A-Z]{3}$'),
    zone       text        not null,
    created_at timestamptz not null
);

create table app_user (
    id            bigint generated always as identity constraint app_user_pk primary key,
    account_id    bigint      not null constraint app_user_account_fk references account,
    email         text        not null constraint app_user_email_uq unique,
    password_hash text        not null,
    role          text        not null constraint app_user_role_ck check (role in ('viewer', 'sender', 'approver', 'admin')),
    -- The installation's own administrator: makes accounts, sees carriers.
    operator      boolean     not null default false,
    created_at    timestamptz not null
);

create table session (
    -- SHA-256 of the cookie's secret: a copy of this table signs nobody in.
    token_hash bytea       not null constraint session_pk primary key,
    account_id bigint      not null constraint session_account_fk references account,
    user_id    bigint      not null constraint session_user_fk references app_user on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create table api_key (
    id          bigint generated always as identity constraint api_key_pk primary key,
    account_id  bigint      not null constraint api_key_account_fk references account,
    name        text        not null,
    role        text        not null constraint api_key_role_ck check (role in ('viewer', 'sender', 'approver', 'admin')),
    operator    boolean     not null default false,
    -- The first characters, so that a person recognises the key in a list.
    prefix      text        not null,
    secret_hash bytea       not null constraint api_key_secret_uq unique,
    created_at  timestamptz not null,
    revoked_at  timestamptz
);
create index api_key_account_ix on api_key (account_id);

create table idempotency_key (
    account_id   bigint      not null,
    method       text        not null,
    path         text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       smallint    not null,
    location     text,
    body         text        not null,
    created_at   timestamptz not null,
    constraint idempotency_key_pk primary key (account_id, method, path, key)
);
create index idempotency_key_created_ix on idempotency_key (created_at);

create table audit_log (
    id         bigint generated always as identity constraint audit_log_pk primary key,
    account_id bigint      not null,
    -- Who: "user:7" or "api-key:3"; "engine" where no person asked.
    actor      text        not null,
    action     text        not null,
    subject    text        not null,
    detail     jsonb       not null default '{}',
    at         timestamptz not null
);
create index audit_log_account_ix on audit_log (account_id, id);

--liquibase formatted sql

--changeset replay:002-campaign
create table sender (
    id         bigint generated always as identity constraint sender_pk primary key,
    account_id bigint      not null constraint sender_account_fk references account,
    sender     text        not null,
    route      text        not null,
    -- ISO 3166-1 alpha-2; empty means every country that has a price.
    countries  text[]      not null default '{}',
    created_at timestamptz not null,
    constraint sender_uq unique (account_id, sender, route)
);

create table template (
    id              bigint generated always as identity constraint template_pk primary key,
    account_id      bigint      not null constraint template_account_fk references account,
    name            text        not null,
    body            text        not null,
    sender_id       bigint      not null constraint template_sender_fk references sender,
    dlt_template_id text,
    created_at      timestamptz not null,
    constraint template_name_uq unique (account_id, name)
);

create table campaign (
    id                bigint generated always as identity constraint campaign_pk primary key,
    account_id        bigint      not null constraint campaign_account_fk references account,
    name              text        not null,
    status            text        not null constraint campaign_status_ck check (status in
                          ('draft', 'awaiting-approval', 'scheduled', 'processing', 'paused', 'submitted', 'cancelled')),
    sender_id         bigint      not null constraint campaign_sender_fk references sender,
    route             text        not null,
    body              text        not null,
    template_id       bigint      constraint campaign_template_fk references template on delete set null,
    -- Canonical variable names, in the order of message.variables.
    variable_names    text[]      not null default '{}',
    variable_defaults jsonb       not null default '{}',
    recipients        integer     not null default 0,
    -- Moves with every change of the row: the ETag.
    version           bigint      not null default 1,
    -- Moves when audience, text, sender or route do: what an estimate is of.
    content_version   bigint      not null default 1,
    pause_reason      text,
    waiting_for       text,
    replay_of         bigint      constraint campaign_replay_of_fk references campaign,
    root_id           bigint,
    -- The chosen statuses of a replay, as asked for.
    selection         jsonb,
    -- The confirmed estimate: its lines are the frozen prices.
    estimate_id       bigint,
    created_at        timestamptz not null,
    scheduled_at      timestamptz,
    -- First submission: the instant it started. The replay window counts from here.
    submitted_at      timestamptz,
    -- Nothing queued or on the wire any more.
    finished_at       timestamptz,
    -- Nothing that still awaits a receipt.
    settled_at        timestamptz
);
create index campaign_account_ix on campaign (account_id, id desc);
create index campaign_open_ix on campaign (status) where status in ('scheduled', 'processing', 'paused');
create index campaign_unsettled_ix on campaign (id) where status in ('submitted', 'cancelled') and settled_at is null;
create index campaign_root_ix on campaign (root_id) where root_id is not null;
create index campaign_sender_ix on campaign (sender_id);

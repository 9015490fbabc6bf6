--liquibase formatted sql

--changeset replay:005-credit
create table price (
    account_id bigint         not null constraint price_account_fk references account,
    route      text           not null,
    country    text           not null,
    -- For one segment, in the account's currency.
    unit_price numeric(12, 6) not null constraint price_unit_price_ck check (unit_price >= 0),
    constraint price_pk primary key (account_id, route, country)
);

create table balance (
    account_id bigint         not null constraint balance_pk primary key constraint balance_account_fk references account,
    available  numeric(20, 6) not null constraint balance_available_ck check (available >= 0),
    reserved   numeric(20, 6) not null constraint balance_reserved_ck check (reserved >= 0)
);

-- Every movement of the balance; the two sums over an account are its balance.
create table ledger_entry (
    id          bigint generated always as identity constraint ledger_entry_pk primary key,
    account_id  bigint         not null constraint ledger_entry_account_fk references account,
    campaign_id bigint,
    kind        text           not null constraint ledger_entry_kind_ck check (kind in ('top-up', 'hold', 'release', 'charge', 'refund')),
    available   numeric(20, 6) not null,
    reserved    numeric(20, 6) not null,
    note        text           not null default '',
    at          timestamptz    not null
);
create index ledger_entry_account_ix on ledger_entry (account_id, id);
create index ledger_entry_campaign_ix on ledger_entry (campaign_id) where campaign_id is not null;

create table estimate (
    id              bigint generated always as identity constraint estimate_pk primary key,
    account_id      bigint         not null,
    campaign_id     bigint         not null constraint estimate_campaign_fk references campaign on delete cascade,
    content_version bigint         not null,
    recipients      integer        not null,
    segments        bigint         not null,
    total           numeric(20, 6) not null,
    created_at      timestamptz    not null,
    valid_until     timestamptz    not null
);
create index estimate_campaign_ix on estimate (campaign_id);

create table estimate_line (
    estimate_id bigint         not null constraint estimate_line_estimate_fk references estimate on delete cascade,
    account_id  bigint         not null,
    country     text           not null,
    recipients  integer        not null,
    segments    bigint         not null,
    unit_price  numeric(12, 6) not null,
    constraint estimate_line_pk primary key (estimate_id, country)
);

-- The money a launched campaign may still spend. posted = what the ledger has charged so far.
create table hold (
    campaign_id bigint         not null constraint hold_pk primary key,
    account_id  bigint         not null,
    amount      numeric(20, 6) not null constraint hold_amount_ck check (amount >= 0),
    posted      numeric(20, 6) not null default 0,
    posted_at   timestamptz,
    released    boolean        not null default false
);
create index hold_open_ix on hold (account_id) where not released;

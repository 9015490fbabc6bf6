--liquibase formatted sql

--changeset replay:021-resolved-not-sent
insert into sub_status (id, status, code, alias, label, retry, description) values
    (60, 4, 'RESOLVED-NOT-SENT', null, 'Resolved as Not Sent', 'soon',
     'Nobody knew whether the message had gone out; somebody of your account decided that it had not. It is free of charge.');

--changeset replay:021-campaign-resolved-at
-- When somebody last decided what had become of messages in doubt: a receipt may still prove them wrong.
alter table campaign add column resolved_at timestamptz;
create index campaign_resolved_ix on campaign (resolved_at) where resolved_at is not null;

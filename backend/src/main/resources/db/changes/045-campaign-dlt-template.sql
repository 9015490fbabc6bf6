--liquibase formatted sql

--changeset replay:045-campaign-dlt-template
-- What operators know the campaign's template by; it stays with the campaign when the template is deleted.
alter table campaign add column dlt_template_id text;
update campaign c set dlt_template_id = t.dlt_template_id
from template t where t.id = c.template_id and t.dlt_template_id is not null;

import { PageHeading } from '~/ui/page-heading';

export function CampaignOverview({ id }: { id: number }) {
  return <PageHeading title={`Campaign ${id}`} />;
}

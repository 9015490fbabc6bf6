import { AlertList } from '~/features/alerts/alert-list';
import { PageHeading } from '~/ui/page-heading';

export default function AlertsPage() {
  return (
    <>
      <PageHeading title="Alerts" />
      <AlertList />
    </>
  );
}

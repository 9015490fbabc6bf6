import { QuietHoursList } from '~/features/quiet-hours/quiet-hours-list';
import { PageHeading } from '~/ui/page-heading';

export default function QuietHoursPage() {
  return (
    <>
      <PageHeading title="Quiet hours" />
      <QuietHoursList />
    </>
  );
}

import { StatusCodeList } from '~/features/status-codes/status-code-list';
import { PageHeading } from '~/ui/page-heading';

export default function StatusCodesPage() {
  return (
    <>
      <PageHeading title="Status codes" />
      <StatusCodeList />
    </>
  );
}

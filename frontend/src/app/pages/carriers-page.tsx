import { CarrierList } from '~/features/carriers/carrier-list';
import { PageHeading } from '~/ui/page-heading';

export default function CarriersPage() {
  return (
    <>
      <PageHeading title="Carriers" />
      <CarrierList />
    </>
  );
}

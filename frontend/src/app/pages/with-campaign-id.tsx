import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import NotFoundPage from './not-found-page';

/** The number in the address. The page begins anew with another number, so that nothing typed moves to it. */
export function WithCampaignId({ children }: { children: (id: number) => ReactNode }) {
  const { id = '' } = useParams();
  if (!/^[1-9]\d{0,14}$/.test(id)) return <NotFoundPage />;
  return <div key={id}>{children(Number(id))}</div>;
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { QueryFaces } from '~/ui/faces';
import { draftQuery } from './draft';
import { DraftForm } from './draft-form';
import { NoDraft } from './no-draft';
import { type Submitted, SubmittedNotice } from './submitted-notice';

/** Puts another list in the place of a plain draft's recipients; the page hands it in. */
export type RecipientsSlot = (props: {
  campaignId: () => Promise<number>;
  onImported: () => void;
}) => ReactNode;

/** A draft from its name to its launch; of a campaign that is none any more, what it became. */
export function LaunchForm({
  campaignId,
  recipientImport,
}: {
  campaignId: number;
  recipientImport: RecipientsSlot;
}) {
  const queryClient = useQueryClient();
  const draft = useQuery(draftQuery(campaignId));
  const [submitted, setSubmitted] = useState<Submitted | null>(null);

  const onSubmitted = (launched: Submitted['launched'], note: Submitted['note']) => {
    setSubmitted({ launched, note });
    for (const path of ['/v1/campaigns', '/v1/campaigns/{id}', '/v1/credits'] as const)
      void queryClient.invalidateQueries({ queryKey: ['get', path] });
  };
  return (
    <>
      <div role="status">{submitted && <SubmittedNotice {...submitted} />}</div>
      {!submitted && (
        <QueryFaces query={draft}>
          {(shown) =>
            shown.campaign.status === 'draft' ? (
              <DraftForm draft={shown} recipientImport={recipientImport} onSubmitted={onSubmitted} />
            ) : (
              <NoDraft campaign={shown.campaign} />
            )
          }
        </QueryFaces>
      )}
    </>
  );
}

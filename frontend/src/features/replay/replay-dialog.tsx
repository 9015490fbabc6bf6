import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { Loading } from '~/ui/faces';
import { loadReplayForm } from './load-replay-form';
import { useReplayAddress } from './use-replay-address';

const ReplayForm = lazy(loadReplayForm);

/** The **Replay Campaign** pop-up, open while the address says `?replay=<id>`. */
export function ReplayDialog() {
  const { campaignId, close } = useReplayAddress();
  const phone = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={campaignId !== null}
      onClose={close}
      title="Replay Campaign"
      size="xl"
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
      // A status that has the focus is not left below the figures, which stay at the bottom.
      styles={{ content: { scrollPaddingBottom: '16rem', scrollPaddingTop: '4rem' } }}
    >
      {campaignId !== null && (
        <Suspense fallback={<Loading label="Loading the campaign" />}>
          <ReplayForm key={campaignId} campaignId={campaignId} onClose={close} />
        </Suspense>
      )}
    </Modal>
  );
}

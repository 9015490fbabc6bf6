import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Loading, QueryFaces } from '~/ui/faces';
import { replayForm } from './replay-queries';
import { useReplayAddress } from './use-replay-address';

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
      {campaignId !== null && <Inside key={campaignId} campaignId={campaignId} onClose={close} />}
    </Modal>
  );
}

function Inside(props: { campaignId: number; onClose: () => void }) {
  return (
    <QueryFaces query={useQuery(replayForm())} loading={<Loading label="Loading the campaign" />}>
      {({ default: Form }) => <Form {...props} />}
    </QueryFaces>
  );
}

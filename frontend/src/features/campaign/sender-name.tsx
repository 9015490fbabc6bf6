import { useSenderIds } from '~/api/sender-ids';

/** The name that the recipients saw; its number where the name cannot be told. */
export function SenderName({ id }: { id: number }) {
  const { data } = useSenderIds();
  return data?.find((sender) => sender.id === id)?.sender ?? `No. ${id}`;
}

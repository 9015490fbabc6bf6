import { $api, type Schemas } from '~/api/client';

/** What a replay was sent to: `UnDelivered (Subscriber Absent, Expired) and all NotSent`. */
export function useSelectionInWords(selection: Schemas['SelectedStatus'][]): string {
  // The catalogue grows by a code now and then, and never changes one.
  const { data } = $api.useQuery('get', '/v1/sms-statuses', {}, { staleTime: Number.POSITIVE_INFINITY });
  const label = (status: string, code: string) =>
    data?.items
      .find((item) => item.status === status)
      ?.subStatuses.find((subStatus) => subStatus.code === code)?.label ?? code;
  const parts = selection.map(({ status, subStatuses }) =>
    subStatuses?.length
      ? `${status} (${subStatuses.map((code) => label(status, code)).join(', ')})`
      : `all ${status}`,
  );
  return new Intl.ListFormat('en-GB').format(parts);
}

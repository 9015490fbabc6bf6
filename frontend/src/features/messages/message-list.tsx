export function MessageList(_: { campaignId: number }) {
  return null;
}

export function LaunchForm(_: { campaignId: number }) {
  return null;
}

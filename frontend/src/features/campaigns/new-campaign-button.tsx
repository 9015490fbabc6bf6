export function NewCampaignButton() {
  return null;
}

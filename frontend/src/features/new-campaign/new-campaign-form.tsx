export function NewCampaignForm() {
  return null;
}

export function ChannelChoice() {
  return null;
}

export function ReplayDialog() {
  return null;
}

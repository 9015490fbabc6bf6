export function StatusCodeList() {
  return null;
}

/**
 * For the header Idempotency-Key: one key for one wish of the user, kept while its request is asked again.
 * Not `crypto.randomUUID`, which browsers keep from pages served by plain HTTP.
 */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

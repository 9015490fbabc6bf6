import type { Schemas } from '~/api/client';
import { offline, problemOf } from '~/api/problem';

export interface RecipientList {
  /** What it is called on the page. */
  name: string;
  csv: Blob | string;
}

/**
 * Puts a list in the place of the campaign's recipients. By XMLHttpRequest, since fetch does not tell how much of a
 * request is on its way.
 *
 * @param onProgress between 0 and 1
 */
export function uploadRecipients(
  campaignId: number,
  list: RecipientList,
  defaultRegion: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Schemas['RecipientImport']> {
  const path = `/v1/campaigns/${campaignId}/recipients`;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => {
      request.abort();
      reject(new DOMException('The upload was stopped.', 'AbortError'));
    };
    request.open('PUT', defaultRegion ? `${path}?defaultRegion=${defaultRegion}` : path);
    request.setRequestHeader('Content-Type', 'text/csv');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText));
      else problemOf(answerOf(request)).then(reject);
    };
    request.onerror = () => reject(offline(path));
    request.onloadend = () => signal.removeEventListener('abort', stop);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    request.send(list.csv);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['Content-Type', 'Retry-After']) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(request.responseText, { status: request.status, headers });
}

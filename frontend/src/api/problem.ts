import type { components } from './schema';

type ProblemBody = components['schemas']['Problem'];

const OFFLINE = 'offline';

/**
 * What went wrong, as the API told it (RFC 9457), or in the same form what the browser knows when no answer came.
 * Members of a problem's own, such as `shortfall`, are properties here too.
 */
export class Problem extends Error implements ProblemBody {
  override readonly name = 'Problem';
  readonly type: string;
  readonly title: string;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: { pointer: string; detail: string }[];
  /** Seconds to wait, where the answer said so. */
  readonly retryAfter: number | undefined;
  [member: string]: unknown;

  constructor(body: Partial<ProblemBody>, status: number, retryAfter?: number) {
    super(body.detail ?? body.title ?? `The server answered with status ${status}.`);
    Object.assign(this, body);
    this.type = body.type ?? 'about:blank';
    this.title = body.title ?? 'Something went wrong';
    this.status = status;
    this.detail = body.detail ?? `The server answered with status ${status}.`;
    this.instance = body.instance ?? '';
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** The last part of its type: `insufficient-credits` of `/problems/insufficient-credits`. */
  get slug(): string {
    return this.type.slice(this.type.lastIndexOf('/') + 1);
  }

  /** Nobody is there to answer for now: it heals by itself, so asking again is right. */
  get passing(): boolean {
    return this.slug === OFFLINE || this.status === 502 || this.status === 503 || this.status === 504;
  }

  get offline(): boolean {
    return this.slug === OFFLINE;
  }
}

export function offline(path: string): Problem {
  return new Problem(
    {
      type: OFFLINE,
      title: 'Replay cannot be reached',
      detail: 'There was no answer: you may be offline, or the service is restarting.',
      instance: path,
    },
    0,
  );
}

export async function problemOf(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  // A proxy on the way answers in HTML, or in nothing.
  const json = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  const body: unknown = json ? await response.json().catch(() => null) : null;
  return new Problem(typeof body === 'object' && body !== null ? body : {}, response.status, retryAfter);
}

/** Any thrown value as a problem: one from the API as it is, a fault of the page itself in plain words. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ title: 'The page met something unexpected', detail }, 0);
}

/**
 * What a refusal says of each field, by the field's path as forms write it: `/recipients/0/recipient` is
 * `recipients.0.recipient`.
 */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const found: Record<string, string> = {};
  for (const { pointer, detail } of error.errors) {
    const path = pathOf(pointer);
    found[path] = found[path] ? `${found[path]} ${detail}` : detail;
  }
  return found;
}

export function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

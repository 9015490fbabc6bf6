import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem, type Problem } from '~/api/problem';
import { formatCount, formatCountOf } from '~/ui/count';
import { countryName } from '~/ui/country';

/** What an estimate refuses, at the fields that caused it; `elsewhere` has none. */
export interface Refusals {
  body?: ReactNode;
  /** Where in the body, as its offset. */
  offset?: number;
  sentTo?: ReactNode;
  /** By variable. */
  defaults?: Record<string, ReactNode>;
  elsewhere?: Problem;
}

const NAMED = 5;
const AROUND = 12;

interface Person {
  recipient?: string | null;
  variable?: string;
  segments?: number;
}

export function refusalsOf(error: unknown, body: string): Refusals {
  if (!error) return {};
  const problem = asProblem(error);
  const people = listOf<Person>(problem.recipients);
  const count = typeof problem.count === 'number' ? problem.count : people.length;
  switch (problem.slug) {
    case 'invalid-body':
      return invalidBody(problem, body);
    case 'unknown-variable':
      return {
        body: `${problem.detail} Insert one that there is, give it a default, or change the recipients.`,
      };
    case 'missing-variable':
      return { defaults: missing(people, count) };
    case 'text-too-long':
      return { body: `${problem.detail} ${namesOf(people, count)} Shorten it.` };
    case 'unpriced-country':
      return { sentTo: unpriced(listOf<UnpricedCountry>(problem.countries)) };
    case 'no-recipients': {
      const skipped = listOf<{ reason: string; count: number }>(problem.skipped);
      return {
        sentTo: skipped.length ? `${problem.detail} Left out: ${skippedInWords(skipped)}.` : problem.detail,
      };
    }
    default:
      return { elsewhere: problem };
  }
}

/** `2 opted out, 1 blocked` */
export function skippedInWords(skipped: { reason: string; count: number }[]): string {
  const words: Record<string, string> = { 'opt-out': 'opted out', blocked: 'blocked' };
  return skipped.map(({ reason, count }) => `${formatCount(count)} ${words[reason] ?? reason}`).join(', ');
}

function invalidBody(problem: Problem, body: string): Refusals {
  const { offset } = problem;
  const detail = problem.detail.replace(/^At offset \d+: /, '');
  if (typeof offset !== 'number' || !body.trim()) return { body: detail };
  const from = Math.max(0, offset - AROUND);
  const to = offset + AROUND;
  return {
    offset,
    body: (
      <>
        {detail} It is here: “{from > 0 && '…'}
        {body.slice(from, offset)}
        <Text component="mark" inherit>
          {body.slice(offset, offset + 1)}
        </Text>
        {body.slice(offset + 1, to)}
        {to < body.length && '…'}”
      </>
    ),
  };
}

function missing(people: Person[], count: number): Record<string, ReactNode> {
  const byVariable = new Map<string, Person[]>();
  for (const person of people) {
    const variable = (person.variable ?? '').toLowerCase();
    byVariable.set(variable, [...(byVariable.get(variable) ?? []), person]);
  }
  const errors: Record<string, ReactNode> = {};
  for (const [variable, lacking] of byVariable) {
    // Of more variables than one, how many lack which is known of the first hundred only.
    const many = byVariable.size === 1 ? count : lacking.length;
    errors[variable] =
      `${formatCountOf(many, 'recipient has', 'recipients have')} no value for it: ${namesOf(lacking, many)} Give it a default.`;
  }
  return errors;
}

interface UnpricedCountry {
  country: string;
  recipients: number;
  reason: string;
}

function unpriced(countries: UnpricedCountry[]): string {
  return countries
    .map(({ country, recipients, reason }) => {
      const who = `${countryName(country)} (${formatCountOf(recipients, 'recipient')})`;
      return reason === 'no-price'
        ? `Nothing can be sent to ${who}: the route has no price for it.`
        : `Nothing can be sent to ${who}: it is not a country of the sender ID.`;
    })
    .join(' ');
}

/** `+919812345678, +919812345679 and 3 more.` */
function namesOf(people: Person[], count: number): string {
  const named = people.slice(0, NAMED).flatMap(({ recipient }) => recipient ?? []);
  const more = count - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`;
}

function listOf<T>(member: unknown): T[] {
  return Array.isArray(member) ? member : [];
}

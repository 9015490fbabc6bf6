import { expect, test } from 'vitest';
import type { Schemas } from '~/api/client';
import { aLineage, aLineageCampaign } from '~/test/campaigns';
import { reachInWords } from './reach-in-words';

function step(campaignId: number, additional: number, reached: number): Schemas['ReachStep'] {
  return { campaignId, delivered: additional, additional, reached, share: reached / 100 };
}

const replay = (id: number, name: string) => aLineageCampaign({ id, name });

test('without a replay it says how many people were reached', () => {
  expect(reachInWords(aLineage(), 12)).toBe('Of 100 people 80 were reached. Not reached so far: 20.');
});

test('on the page of a replay it says what this one added', () => {
  const lineage = aLineage(aLineageCampaign({ children: [replay(13, 'Second try')] }), [
    step(12, 80, 80),
    step(13, 12, 92),
  ]);
  expect(reachInWords(lineage, 13)).toBe(
    'Of 100 people 80 were reached by the first, 12 more by this replay. Not reached so far: 8.',
  );
  expect(reachInWords(lineage, 12)).toBe(
    'Of 100 people 80 were reached by the first, 12 more by “Second try”. Not reached so far: 8.',
  );
});

test('a replay of a replay is named, and nobody left out is no longer mentioned', () => {
  const second = aLineageCampaign({ id: 13, name: 'Second try', children: [replay(14, 'Third try')] });
  const lineage = aLineage(aLineageCampaign({ children: [second] }), [
    step(12, 80, 80),
    step(13, 12, 92),
    step(14, 8, 100),
  ]);
  expect(reachInWords(lineage, 13)).toBe(
    'Of 100 people 80 were reached by the first, 12 more by this replay and 8 more by “Third try”.',
  );
});

test('many replays are told together, but for this one', () => {
  const ids = [13, 14, 15, 16];
  const lineage = aLineage(aLineageCampaign({ children: ids.map((id) => replay(id, `Try ${id}`)) }), [
    step(12, 80, 80),
    ...ids.map((id, index) => step(id, 2, 82 + 2 * index)),
  ]);
  expect(reachInWords(lineage, 14)).toBe(
    'Of 100 people 80 were reached by the first, 2 more by this replay and 6 more by 3 other replays. Not reached so far: 12.',
  );
  expect(reachInWords(lineage, 12)).toBe(
    'Of 100 people 80 were reached by the first, 8 more by 4 replays. Not reached so far: 12.',
  );
});

test('one person is one', () => {
  const lineage = aLineage();
  const reach = { ...lineage.reach, people: 1, reached: 1, neverReached: 0 };
  expect(reachInWords({ ...lineage, reach }, 12)).toBe('Of 1 person 1 was reached.');
});

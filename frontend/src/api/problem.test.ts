import { describe, expect, test } from 'vitest';
import { asProblem, fieldErrors, offline, Problem, problemOf } from './problem';

describe('a problem of the API', () => {
  test('has its title, detail, places and own members, and the seconds to wait', async () => {
    const answer = new Response(
      JSON.stringify({
        type: '/problems/insufficient-credits',
        title: 'The credits do not suffice',
        status: 402,
        detail: 'It may cost €12.00.',
        instance: '/v1/campaigns/12/launch',
        shortfall: { amount: '2.0000', currency: 'EUR' },
      }),
      { status: 402, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '40' } },
    );
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({
      slug: 'insufficient-credits',
      title: 'The credits do not suffice',
      status: 402,
      detail: 'It may cost €12.00.',
      errors: [],
      retryAfter: 40,
      passing: false,
      shortfall: { amount: '2.0000', currency: 'EUR' },
    });
  });

  test.each([
    ['HTML of a proxy', '<html>Bad gateway</html>', 'text/html'],
    ['JSON that was cut off', '{"type":', 'application/problem+json'],
    ['JSON that is no object', 'null', 'application/json'],
  ])('is made of the status where the body is %s', async (_, body, type) => {
    const problem = await problemOf(new Response(body, { status: 502, headers: { 'Content-Type': type } }));
    expect(problem).toMatchObject({
      status: 502,
      detail: 'The server answered with status 502.',
      passing: true,
    });
  });
});

test('no answer at all passes like a 503, and is told from it', () => {
  expect(offline('/v1/credits')).toMatchObject({ passing: true, offline: true, status: 0 });
  expect(new Problem({ type: '/problems/unavailable' }, 503)).toMatchObject({
    passing: true,
    offline: false,
  });
  expect(new Problem({}, 500).passing).toBe(false);
});

test('a fault of the page itself is a problem in its own words', () => {
  expect(asProblem(new RangeError('no such zone'))).toMatchObject({ detail: 'no such zone', passing: false });
});

test('places are named as forms name their fields, several words at one place come together', () => {
  const problem = new Problem(
    {
      errors: [
        { pointer: '/email', detail: 'Must not be blank.' },
        { pointer: '/email', detail: 'Must have an @.' },
        { pointer: '/recipients/0/variables/a~1b', detail: 'Too long.' },
      ],
    },
    422,
  );
  expect(fieldErrors(problem)).toEqual({
    email: 'Must not be blank. Must have an @.',
    'recipients.0.variables.a/b': 'Too long.',
  });
});

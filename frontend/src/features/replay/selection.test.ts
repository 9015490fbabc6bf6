import { describe, expect, test } from 'vitest';
import {
  type Choice,
  everything,
  isChoice,
  isTicked,
  type Status,
  type Statuses,
  tickOf,
  toggleStatus,
  toggleSubStatus,
  within,
} from './selection';

function status(name: string, ...codes: string[]): Status {
  return {
    status: name,
    count: codes.length,
    share: 0,
    subStatuses: codes.map((code) => ({
      code,
      label: code,
      description: '',
      count: 1,
      share: 0,
      retry: 'unclear',
    })),
  };
}

const delivered = status('Delivered', 'DELIVRD');
const undelivered = status('UnDelivered', 'EXPIRED', 'ABSENT-SUB', 'BARRED');
const notSent = status('NotSent');
const sent = status('Sent', 'SENT - NO DLR', 'SUBMIT-UNCONFIRMED');
const statuses: Statuses = [delivered, undelivered, notSent, sent];

const sub = (choice: Choice, of: string, code: string) => toggleSubStatus(choice, statuses, of, code);
const whole = (choice: Choice, of: string) => toggleStatus(choice, statuses, of);

describe('ticking', () => {
  test('a whole status selects it without naming its sub-statuses, and again selects nothing', () => {
    const choice = whole([], 'UnDelivered');
    expect(choice).toEqual([{ status: 'UnDelivered' }]);
    expect(tickOf(choice, undelivered)).toBe(true);
    expect(isTicked(choice, undelivered, 'BARRED')).toBe(true);
    expect(whole(choice, 'UnDelivered')).toEqual([]);
  });

  test('one sub-status selects only that, and leaves its status ticked in part', () => {
    const choice = sub([], 'UnDelivered', 'BARRED');
    expect(choice).toEqual([{ status: 'UnDelivered', subStatuses: ['BARRED'] }]);
    expect(tickOf(choice, undelivered)).toBe('mixed');
    expect(tickOf(choice, delivered)).toBe(false);
    expect(isTicked(choice, undelivered, 'EXPIRED')).toBe(false);
  });

  test('the last sub-status of a status makes it the whole status', () => {
    const choice = ['BARRED', 'EXPIRED', 'ABSENT-SUB'].reduce<Choice>(
      (before, code) => sub(before, 'UnDelivered', code),
      [],
    );
    expect(choice).toEqual([{ status: 'UnDelivered' }]);
  });

  test('one out of a whole status leaves the others', () => {
    expect(sub(whole([], 'UnDelivered'), 'UnDelivered', 'BARRED')).toEqual([
      { status: 'UnDelivered', subStatuses: ['ABSENT-SUB', 'EXPIRED'] },
    ]);
  });

  test('a status that is ticked in part becomes whole', () => {
    expect(whole(sub([], 'UnDelivered', 'BARRED'), 'UnDelivered')).toEqual([{ status: 'UnDelivered' }]);
  });

  test('one sub-status of several statuses selects each of them', () => {
    expect(sub(sub([], 'Sent', 'SENT - NO DLR'), 'UnDelivered', 'EXPIRED')).toEqual([
      { status: 'UnDelivered', subStatuses: ['EXPIRED'] },
      { status: 'Sent' },
    ]);
  });

  test('comes to the same choice in whatever order it was done', () => {
    const one = sub(sub(whole([], 'Sent'), 'UnDelivered', 'EXPIRED'), 'UnDelivered', 'ABSENT-SUB');
    const other = whole(sub(sub([], 'UnDelivered', 'ABSENT-SUB'), 'UnDelivered', 'EXPIRED'), 'Sent');
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });
});

describe('what cannot be selected', () => {
  test('is a submission that nobody confirmed, neither alone nor with all of Sent', () => {
    expect(sub([], 'Sent', 'SUBMIT-UNCONFIRMED')).toEqual([]);
    const choice = whole([], 'Sent');
    expect(tickOf(choice, sent)).toBe(true);
    expect(isTicked(choice, sent, 'SUBMIT-UNCONFIRMED')).toBe(false);
  });

  test('is a status that no message has', () => {
    expect(whole([], 'NotSent')).toEqual([]);
    expect(tickOf([{ status: 'NotSent' }], notSent)).toBe(false);
  });
});

test('everything is each status that a message has', () => {
  expect(everything(statuses)).toEqual([
    { status: 'Delivered' },
    { status: 'UnDelivered' },
    { status: 'Sent' },
  ]);
});

describe('a choice made earlier', () => {
  test('loses what no message has any more', () => {
    expect(
      within(
        [{ status: 'UnDelivered', subStatuses: ['BARRED', 'NET-ERR'] }, { status: 'NotSent' }],
        statuses,
      ),
    ).toEqual([{ status: 'UnDelivered', subStatuses: ['BARRED'] }]);
  });

  test('of a whole status stays whole when another sub-status comes', () => {
    const later = [status('UnDelivered', 'EXPIRED', 'ABSENT-SUB', 'BARRED', 'NET-ERR')];
    expect(within([{ status: 'UnDelivered' }], later)).toEqual([{ status: 'UnDelivered' }]);
  });

  test.each([
    undefined,
    'UnDelivered',
    [{}],
    [{ status: 7 }],
    [{ status: 'Sent', subStatuses: 'SENT' }],
    [{ status: 'Sent', subStatuses: [1] }],
    [null],
  ])('is not %j', (kept) => {
    expect(isChoice(kept)).toBe(false);
  });
});

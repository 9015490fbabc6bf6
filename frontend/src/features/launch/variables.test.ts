import { expect, test } from 'vitest';
import { variablesIn } from './variables';

test.each([
  ['Hello {name} on {Day}, {NAME}', ['name', 'day']],
  ['{{name}} and {{{name}}}', ['name']],
  ['{first name} {9} {} {', []],
  [`{${'a'.repeat(32)}} {${'b'.repeat(33)}}`, ['a'.repeat(32)]],
])('%j uses %j', (text, names) => {
  expect(variablesIn(text)).toEqual(names);
});

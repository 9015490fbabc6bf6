import { expect, test } from 'vitest';
import { Problem } from '~/api/problem';
import { campaign } from '~/test/launch-server';
import type { Draft, Edits } from './draft';
import { DraftSaver } from './draft-saver';

/** A draft as the service keeps it. */
function given() {
  let kept: Draft = { campaign: campaign({ body: 'First' }), etag: '1' };
  const patches: Edits[] = [];
  const change = (edits: Edits) => {
    kept = { campaign: { ...kept.campaign, ...edits }, etag: String(Number(kept.etag) + 1) };
  };
  const saver = new DraftSaver({
    patch: async (edits, etag) => {
      if (etag !== kept.etag) throw new Problem({ type: '/problems/lost-update' }, 412);
      patches.push(edits);
      change({ ...edits, ...(edits.name && { name: edits.name.trim() }) });
      return kept;
    },
    read: async () => kept,
    onDraft: () => {},
  });
  return { saver, patches, change, kept: () => kept };
}

test('what is typed while a save is on its way is saved after it', async () => {
  const { saver, patches, kept } = given();
  saver.edit({ body: 'A' }, kept());
  const saved = saver.flush();
  saver.edit({ body: 'AB' }, kept());
  expect(await saved).toBe(true);
  expect(patches).toEqual([{ body: 'A' }, { body: 'AB' }]);
  expect(saver.state()).toMatchObject({ phase: 'saved', edits: {} });
});

test('a text that was saved, then replaced by a template, is saved again when it is typed again', async () => {
  const { saver, patches, change, kept } = given();
  saver.edit({ body: 'A' }, kept());
  await saver.flush();
  change({ body: 'Template' });
  saver.forget('body');
  saver.edit({ body: 'A' }, kept());
  await saver.flush();
  expect(patches).toEqual([{ body: 'A' }, { body: 'A' }]);
  expect(kept().campaign.body).toBe('A');
});

test('a name that the service trims is sent once', async () => {
  const { saver, patches, kept } = given();
  saver.edit({ name: 'Spring ' }, kept());
  await saver.flush();
  await saver.flush();
  expect(patches).toEqual([{ name: 'Spring ' }]);
  expect(saver.state().edits).toEqual({ name: 'Spring ' });
  expect(saver.dirty).toBe(false);
});

test('equal changes by two are no conflict', async () => {
  const { saver, change, kept } = given();
  const seen = kept();
  change({ body: 'Same', variableDefaults: { name: 'there' } });
  saver.edit({ body: 'Same', variableDefaults: { name: 'there' } }, seen);
  expect(await saver.flush()).toBe(true);
  expect(saver.state().phase).toBe('saved');
});

test('of a conflict only the fields that both wrote are given up for theirs', async () => {
  const { saver, change, kept } = given();
  const seen = kept();
  change({ body: 'Theirs' });
  saver.edit({ body: 'Mine', name: 'My name' }, seen);
  expect(await saver.flush()).toBe(false);
  expect(saver.state()).toMatchObject({ phase: 'conflict', clashes: ['body'] });
  expect(await saver.takeTheirs()).toBe(true);
  expect(kept().campaign).toMatchObject({ body: 'Theirs', name: 'My name' });
  expect(saver.state().phase).toBe('saved');
});

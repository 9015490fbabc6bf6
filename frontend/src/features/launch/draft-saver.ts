import { asProblem, type Problem } from '~/api/problem';
import type { Draft, Edits, Fields } from './draft';

const PAUSE_MS = 800;
const ASK_AGAIN_MS = 3_000;

export interface SaverState {
  /** What was typed and stands in the place of what is saved. */
  edits: Edits;
  phase: 'saved' | 'waiting' | 'saving' | 'refused' | 'conflict';
  /** Why the last save failed. */
  problem: Problem | null;
  /** In a conflict: the version that somebody else saved, and the fields that both wrote. */
  theirs: Draft | null;
  clashes: (keyof Fields)[];
  /** What was typed before theirs was taken; it can be brought back until something new is typed. */
  setAside: Edits | null;
  /** Somebody else changed other fields meanwhile, and both changes are kept. */
  merged: boolean;
}

const CLEAN: SaverState = {
  edits: {},
  phase: 'saved',
  problem: null,
  theirs: null,
  clashes: [],
  setAside: null,
  merged: false,
};

export interface DraftStore {
  patch: (edits: Edits, etag: string, keepalive: boolean) => Promise<Draft>;
  read: () => Promise<Draft>;
  /** What the service has now, to be shown. */
  onDraft: (draft: Draft) => void;
}

/**
 * Saves a draft while it is written: one request at a time, each made to the version that was seen when typing began.
 * A save never overwrites a field that somebody else changed since then, and nothing typed is lost before it is saved.
 */
export class DraftSaver {
  readonly #store: DraftStore;
  readonly #listeners = new Set<() => void>();
  #state = CLEAN;
  /** To which the edits are made. */
  #base: Draft | null = null;
  /** What was sent of the edits and is saved, where the service wrote it otherwise: it trims a name that is still typed. */
  #sent: Edits = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;

  constructor(store: DraftStore) {
    this.#store = store;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SaverState => this.#state;

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  get dirty(): boolean {
    return Object.keys(this.#unsaved()).length > 0;
  }

  /** @param seen the draft that was on the screen while this was typed */
  edit(edits: Edits, seen: Draft): void {
    if (!this.dirty) this.#base = seen;
    const { phase } = this.#state;
    this.#set({
      edits: { ...this.#state.edits, ...edits },
      phase: phase === 'conflict' || phase === 'saving' ? phase : 'waiting',
      problem: null,
      setAside: null,
      merged: false,
    });
    this.#saveAfter(PAUSE_MS);
  }

  /** Saves what is unsaved now; whether everything is saved then. */
  async flush({ keepalive = false } = {}): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.dirty) {
      if (this.#state.phase === 'conflict') return false;
      this.#running ??= this.#save(keepalive).finally(() => {
        this.#running = undefined;
      });
      if (!(await this.#running)) return false;
    }
    return true;
  }

  /** In a conflict: what was typed here replaces what somebody else wrote. */
  keepMine(): Promise<boolean> {
    return this.#settle(this.#state.edits, null);
  }

  /** In a conflict: what somebody else wrote stays; what was typed is set aside. */
  takeTheirs(): Promise<boolean> {
    const { edits, clashes } = this.#state;
    const kept = { ...edits };
    const aside: Edits = {};
    for (const field of clashes) {
      Object.assign(aside, { [field]: edits[field] });
      delete kept[field];
    }
    return this.#settle(kept, aside);
  }

  bringBack(seen: Draft): Promise<boolean> {
    if (this.#state.setAside) this.edit(this.#state.setAside, seen);
    return this.flush();
  }

  /** The whole text was replaced elsewhere on the page: what stands in its place is void. */
  forget(field: keyof Fields): void {
    const { [field]: _, ...edits } = this.#state.edits;
    this.#set({ edits });
  }

  async #save(keepalive: boolean): Promise<boolean> {
    const unsaved = this.#unsaved();
    const base = this.#base;
    if (!base) return false;
    this.#set({ phase: 'saving' });
    try {
      const draft = await this.#store.patch(unsaved, base.etag, keepalive);
      this.#base = draft;
      this.#sent = { ...this.#sent, ...unsaved };
      this.#store.onDraft(draft);
      this.#set({ edits: without(this.#state.edits, draft.campaign), problem: null, setAside: null });
      this.#set({ phase: this.dirty ? 'waiting' : 'saved' });
      return true;
    } catch (error) {
      const problem = asProblem(error);
      try {
        if (problem.status === 412) return this.#meet(await this.#store.read(), unsaved, base);
        // It is no draft any more: what it became is shown instead.
        if (problem.slug === 'state-conflict') this.#store.onDraft(await this.#store.read());
      } catch (unread) {
        return this.#refused(asProblem(unread));
      }
      return this.#refused(problem);
    }
  }

  /** Somebody else saved meanwhile. Only where both wrote the same field is there anything to decide. */
  #meet(theirs: Draft, unsaved: Edits, base: Draft): boolean {
    const clashes = fieldsOf(unsaved).filter(
      (field) =>
        !same(theirs.campaign[field], base.campaign[field]) && !same(theirs.campaign[field], unsaved[field]),
    );
    this.#store.onDraft(theirs);
    if (clashes.length > 0) {
      this.#set({ phase: 'conflict', theirs, clashes, problem: null });
      return false;
    }
    this.#base = theirs;
    this.#set({ merged: true });
    return true;
  }

  #settle(edits: Edits, setAside: Edits | null): Promise<boolean> {
    this.#base = this.#state.theirs;
    this.#set({ edits, setAside, phase: 'waiting', theirs: null, clashes: [] });
    if (!this.dirty) this.#set({ phase: 'saved' });
    return this.flush();
  }

  #refused(problem: Problem): false {
    this.#set({ phase: 'refused', problem });
    if (problem.passing) this.#saveAfter((problem.retryAfter ?? 0) * 1_000 || ASK_AGAIN_MS);
    return false;
  }

  #saveAfter(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  #unsaved(): Edits {
    const { edits } = this.#state;
    const unsaved: Edits = {};
    for (const field of fieldsOf(edits)) {
      if (field in this.#sent && same(edits[field], this.#sent[field])) continue;
      Object.assign(unsaved, { [field]: edits[field] });
    }
    return unsaved;
  }

  #set(change: Partial<SaverState>): void {
    this.#state = { ...this.#state, ...change };
    // Of a field that is no longer typed, nothing is known of what was sent.
    for (const field of fieldsOf(this.#sent)) if (!(field in this.#state.edits)) delete this.#sent[field];
    for (const listener of this.#listeners) listener();
  }
}

/** The edits that are not what is saved. */
function without(edits: Edits, saved: Fields): Edits {
  const left: Edits = {};
  for (const field of fieldsOf(edits)) {
    if (!same(edits[field], saved[field])) Object.assign(left, { [field]: edits[field] });
  }
  return left;
}

function fieldsOf(edits: Edits): (keyof Fields)[] {
  return Object.keys(edits) as (keyof Fields)[];
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other)
    return (one ?? null) === (other ?? null);
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length &&
    entries.every(([key, value]) => (other as Record<string, unknown>)[key] === value)
  );
}

import { Button, Group } from '@mantine/core';
import {
  IconCheck,
  IconInfoCircle,
  IconListCheck,
  IconMinus,
  IconPlus,
  IconSquareMinus,
  IconSquarePlus,
} from '@tabler/icons-react';
import {
  type FocusEvent,
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react';
import type { Schemas } from '~/api/client';
import { formatCount, formatCountOf, formatShare } from '~/ui/count';
import {
  type Choice,
  canBeTicked,
  codesOf,
  everything,
  isTicked,
  type Status,
  type Statuses,
  type Tick,
  tickOf,
  toggleStatus,
  toggleSubStatus,
} from './selection';
import classes from './status-tree.module.css';
import { moveOf, type Row, typedAhead } from './tree-keys';

const TYPED_TOGETHER_MS = 500;

const keyOf = (status: string, code: string) => `${status}/${code}`;

/**
 * The statuses with their sub-statuses to tick, after the WAI-ARIA tree view pattern: one stop for the Tab key, arrows
 * inside. The buttons in it are for pointers; each has its key.
 */
export function StatusTree({
  statuses,
  catalogue,
  choice,
  onChoose,
  labelledBy,
}: {
  statuses: Statuses;
  /** What the statuses themselves mean, once it is there. */
  catalogue: Schemas['SmsStatuses'] | undefined;
  choice: Choice;
  onChoose: (choice: Choice) => void;
  labelledBy: string;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState('');
  const [told, setTold] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ letters: '', at: 0 });
  const byPointer = useRef(false);
  const id = useId();

  const openable = statuses.filter(({ subStatuses }) => subStatuses.length > 0).map(({ status }) => status);
  const allOpen = openable.every((status) => open.has(status));
  const rows = rowsOf(statuses, open);
  // What is hidden or gone leaves the keyboard's place to the status above it.
  const at = rows.some(({ key }) => key === active)
    ? active
    : (rows.find(({ key }) => active.startsWith(`${key}/`)) ?? rows[0])?.key;

  const setOpenOf = (keys: string[], opened: boolean) =>
    setOpen((before) => {
      const after = new Set(before);
      for (const key of keys) opened ? after.add(key) : after.delete(key);
      return after;
    });
  const focus = (key: string) => {
    setActive(key);
    const items = tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [];
    for (const item of items) if (item.dataset.key === key) item.focus();
  };
  const toggle = (key: string) => {
    for (const status of statuses) {
      if (status.status === key) onChoose(toggleStatus(choice, statuses, key));
      for (const { code } of status.subStatuses)
        if (keyOf(status.status, code) === key)
          onChoose(toggleSubStatus(choice, statuses, status.status, code));
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || at === undefined) return;
    if (event.key === 'Escape') {
      setTold(null);
      return;
    }
    const move = moveOf(event.key, rows, at);
    if (move) {
      event.preventDefault();
      if ('focus' in move) focus(move.focus);
      else if ('open' in move) setOpenOf(move.open, true);
      else if ('close' in move) setOpenOf([move.close], false);
      else toggle(move.tick);
    } else if (event.key.length === 1) {
      const together = event.timeStamp - typed.current.at < TYPED_TOGETHER_MS;
      const letters = (together ? typed.current.letters : '') + event.key;
      typed.current = { letters, at: event.timeStamp };
      const found = typedAhead(letters, rows, at);
      if (found) focus(found);
    }
  };
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const { key } = target.dataset;
    if (key === undefined) return;
    setActive(key);
    setTold(byPointer.current ? null : key);
  };

  const item = (key: string) => ({
    id: `${id}${key.replaceAll(/\s/g, '_')}`,
    itemKey: key,
    tabbable: key === at,
    told: key === told,
    onTell: setTold,
    onToggle: () => {
      focus(key);
      toggle(key);
    },
  });
  return (
    <>
      <Group gap="xs" mb="xs">
        {tickOfAll(choice, statuses) === true ? (
          <Small icon={<IconSquareMinus size={16} aria-hidden />} onClick={() => onChoose([])}>
            Select none
          </Small>
        ) : (
          <Small
            icon={<IconListCheck size={16} aria-hidden />}
            onClick={() => onChoose(everything(statuses))}
            disabled={openable.length === 0}
          >
            Select all
          </Small>
        )}
        {allOpen && openable.length > 0 ? (
          <Small icon={<IconMinus size={16} aria-hidden />} onClick={() => setOpen(new Set())}>
            Collapse all
          </Small>
        ) : (
          <Small
            icon={<IconSquarePlus size={16} aria-hidden />}
            onClick={() => setOpen(new Set(openable))}
            disabled={openable.length === 0}
          >
            Expand all
          </Small>
        )}
      </Group>
      <div
        ref={tree}
        role="tree"
        aria-labelledby={labelledBy}
        aria-multiselectable
        className={classes.tree}
        onKeyDown={onKeyDown}
        onKeyDownCapture={() => {
          byPointer.current = false;
        }}
        onPointerDownCapture={() => {
          byPointer.current = true;
        }}
        onFocus={onFocus}
        onBlur={() => setTold(null)}
      >
        {statuses.map((status, index) => {
          const expandable = status.subStatuses.length > 0;
          const opened = expandable && open.has(status.status);
          return (
            <Fragment key={status.status}>
              <Item
                {...item(status.status)}
                level={1}
                place={{ at: index + 1, of: statuses.length }}
                name={status.status}
                count={status.count}
                share={status.share}
                tick={tickOf(choice, status)}
                disabled={codesOf(status).length === 0}
                about={catalogue?.items.find((each) => each.status === status.status)?.description}
                opened={expandable ? opened : undefined}
                onOpen={() => {
                  focus(status.status);
                  setOpenOf([status.status], !opened);
                }}
              />
              {opened &&
                status.subStatuses.map((sub, subIndex) => {
                  const tickable = canBeTicked(status.status, sub.code);
                  return (
                    <Item
                      key={sub.code}
                      {...item(keyOf(status.status, sub.code))}
                      level={2}
                      place={{ at: subIndex + 1, of: status.subStatuses.length }}
                      name={sub.label}
                      code={sub.code}
                      count={sub.count}
                      share={sub.share}
                      tick={isTicked(choice, status, sub.code)}
                      disabled={!tickable}
                      note={tickable ? undefined : 'Cannot be selected: nobody knows whether these went out.'}
                      about={sub.description}
                    />
                  );
                })}
            </Fragment>
          );
        })}
      </div>
    </>
  );
}

function Small({
  icon,
  onClick,
  disabled = false,
  children,
}: {
  icon: ReactNode;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Button size="compact-sm" variant="default" leftSection={icon} onClick={onClick} disabled={disabled}>
      {children}
    </Button>
  );
}

function Item({
  id,
  itemKey,
  level,
  place,
  name,
  code,
  count,
  share,
  tick,
  disabled,
  note,
  about,
  opened,
  tabbable,
  told,
  onTell,
  onToggle,
  onOpen,
}: {
  id: string;
  itemKey: string;
  level: 1 | 2;
  place: { at: number; of: number };
  name: string;
  code?: string;
  count: number;
  share: number;
  tick: Tick;
  disabled: boolean;
  note?: string | undefined;
  about: string | undefined;
  /** Undefined where it has no lines of its own. */
  opened?: boolean | undefined;
  tabbable: boolean;
  told: boolean;
  onTell: (key: string | null) => void;
  onToggle: () => void;
  onOpen?: () => void;
}) {
  const describedBy = [`${id}-count`, note && `${id}-note`, about && `${id}-about`].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      id={id}
      data-key={itemKey}
      className={classes.item}
      tabIndex={tabbable ? 0 : -1}
      aria-level={level}
      aria-posinset={place.at}
      aria-setsize={place.of}
      aria-checked={tick}
      aria-expanded={opened}
      aria-disabled={disabled || undefined}
      aria-labelledby={`${id}-name`}
      aria-describedby={describedBy}
      // Escape takes the description away first, then closes the pop-up.
      data-mantine-stop-propagation={told && about !== undefined}
      onClick={disabled ? undefined : onToggle}
    >
      {opened === undefined ? (
        <span />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={classes.open}
          aria-label={`${opened ? 'Collapse' : 'Expand'} ${name}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            onOpen?.();
          }}
        >
          {opened ? <IconMinus size={16} aria-hidden /> : <IconPlus size={16} aria-hidden />}
        </button>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: an input would be a second stop of the keyboard beside its item */}
      <span
        role="checkbox"
        tabIndex={-1}
        aria-checked={tick}
        aria-disabled={disabled || undefined}
        aria-labelledby={`${id}-name`}
        className={classes.box}
        data-tick={tick}
      >
        {tick === true && <IconCheck size={14} stroke={3} />}
        {tick === 'mixed' && <IconMinus size={14} stroke={3} />}
      </span>
      <span className={classes.words}>
        <span id={`${id}-name`}>
          {name}
          {code && (
            <>
              {' '}
              <span className={classes.code}>{code}</span>
            </>
          )}
        </span>
        {note && (
          <span id={`${id}-note`} className={classes.note}>
            {note}
          </span>
        )}
      </span>
      <span className={classes.figures} aria-hidden>
        <span>{formatCount(count)}</span>
        <span className={classes.share}>{formatShare(share)}</span>
        <span id={`${id}-count`} hidden>
          {formatCountOf(count, 'message')}, {formatShare(share)}.
        </span>
      </span>
      {about === undefined ? (
        <span />
      ) : (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a click on it is only kept from ticking
        // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way to what the focus shows too
        <span
          onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onTell(itemKey)}
          onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onTell(null)}
          onClick={(event) => event.stopPropagation()}
        >
          <button
            type="button"
            tabIndex={-1}
            className={classes.info}
            aria-label={`About ${code ?? name}`}
            onMouseDown={(event) => event.preventDefault()}
            onPointerUp={({ pointerType }) => pointerType !== 'mouse' && onTell(told ? null : itemKey)}
            // Of a screen reader, which has no pointer.
            onClick={({ detail }) => detail === 0 && onTell(told ? null : itemKey)}
          >
            <IconInfoCircle size={18} aria-hidden />
          </button>
          <span role="tooltip" id={`${id}-about`} className={classes.about} hidden={!told}>
            {about}
          </span>
        </span>
      )}
    </div>
  );
}

function tickOfAll(choice: Choice, statuses: Statuses): Tick {
  const ticks = statuses
    .filter((status) => codesOf(status).length > 0)
    .map((status) => tickOf(choice, status));
  if (ticks.length > 0 && ticks.every((tick) => tick === true)) return true;
  return ticks.some((tick) => tick !== false) && 'mixed';
}

function rowsOf(statuses: Statuses, open: ReadonlySet<string>): Row[] {
  return statuses.flatMap((status: Status): Row[] => {
    const opened = status.subStatuses.length > 0 ? open.has(status.status) : undefined;
    const own: Row = { key: status.status, words: [status.status], parent: null, open: opened };
    if (!opened) return [own];
    return [
      own,
      ...status.subStatuses.map(({ code, label }) => ({
        key: keyOf(status.status, code),
        words: [label, code],
        parent: status.status,
        open: undefined,
      })),
    ];
  });
}

import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { $api } from '~/api/client';
import { useAllows } from '~/api/session';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { countryName } from '~/ui/country';
import { Empty, Loading, QueryFaces } from '~/ui/faces';
import { changed, type Hours, hoursInWords, ofAllOthers, ofCountries, removed } from './hours';
import { type Asked, HoursDialog } from './hours-dialog';
import classes from './quiet-hours-list.module.css';
import { useChangeHours } from './use-change-hours';

const NEW_OF_ALL: Asked = { hours: { country: null, from: null, to: null } };

/** When recipients are not written to: everywhere, and where it is otherwise. */
export function QuietHoursList() {
  const query = $api.useQuery('get', '/v1/quiet-hours');
  const mayChange = useAllows('admin');
  const change = useChangeHours();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [leaving, setLeaving] = useState<Hours | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = query.data?.items ?? [];

  const ask = (hours: Asked) => {
    change.reset();
    setAsked(hours);
  };
  const save = (update: (items: Hours[]) => Hours[]) =>
    change.mutate(update, {
      onSuccess: () => {
        // Where the button that led here is gone with what it stood for, the keyboard goes on from the list.
        list.current?.focus({ preventScroll: true });
        setAsked(null);
        setLeaving(null);
      },
    });
  return (
    <>
      <Text maw="48rem" mb="xs">
        In these hours nobody is written to. They go by the recipient’s own clock: the number tells the time
        zone, and one that may be in several zones is quiet while it is quiet in any of them.
      </Text>
      <Text maw="48rem" mb="lg">
        Who is in their quiet hours waits, and the message goes out by itself once they end, as a rule in the
        morning. A change holds for campaigns that are going out, too.
      </Text>
      {!mayChange && query.data && (
        <Text c="dimmed" mb="md">
          Your role may look at them; an administrator of your account changes them.
        </Text>
      )}
      <div ref={list} tabIndex={-1} className={classes.list}>
        <QueryFaces
          query={query}
          loading={<Loading label="Loading the quiet hours" lines={3} />}
          isEmpty={(data) => data.items.length === 0}
          empty={
            <Empty
              title="No quiet hours yet"
              action={
                mayChange && (
                  <Group gap="sm" mt="xs" justify="center">
                    <Button onClick={() => ask(NEW_OF_ALL)}>Set hours for all countries</Button>
                    <Button variant="default" onClick={() => ask({ hours: null })}>
                      Add a country
                    </Button>
                  </Group>
                )
              }
            >
              Recipients are written to at any hour, at night too.
              {mayChange && ' Set the hours of all countries first, then those of countries that differ.'}
            </Empty>
          }
        >
          {(data) => (
            <Filled
              items={data.items}
              mayChange={mayChange}
              onAsk={ask}
              onRemove={(hours) => {
                change.reset();
                setLeaving(hours);
              }}
            />
          )}
        </QueryFaces>
      </div>
      <HoursDialog
        asked={asked}
        taken={ofCountries(items).map(({ country }) => country)}
        ofOthers={ofAllOthers(items)}
        onClose={() => setAsked(null)}
        pending={change.isPending}
        error={change.error}
        onEdit={change.reset}
        onChosen={(hours) =>
          // A country that somebody else added meanwhile is not overwritten: the API refuses to have it twice.
          save((present) => (asked?.hours ? changed(present, hours) : [...present, hours]))
        }
      />
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && save((present) => removed(present, leaving))}
        title={leaving?.country ? `Remove the hours of ${countryName(leaving.country)}` : 'Remove the hours'}
        confirmLabel="Remove"
        danger
        pending={change.isPending}
        error={change.error}
      >
        {leaving && <Text>{afterwards(leaving, items)}</Text>}
      </ConfirmDialog>
    </>
  );
}

/** What holds where these are removed. */
function afterwards({ country }: Hours, items: Hours[]): string {
  const others = ofAllOthers(items);
  if (country && others?.from)
    return `Then it is quiet there as in all other countries, from ${hoursInWords(others)}.`;
  const where = country
    ? `Recipients in ${countryName(country)}`
    : ofCountries(items).length > 0
      ? 'Recipients in all other countries'
      : 'Recipients';
  return `${where} are then written to at any hour, at night too; who waits now may be written to at once.`;
}

function Filled({
  items,
  mayChange,
  onAsk,
  onRemove,
}: {
  items: Hours[];
  mayChange: boolean;
  onAsk: (asked: Asked) => void;
  onRemove: (hours: Hours) => void;
}) {
  const countries = ofCountries(items);
  const others = ofAllOthers(items);
  const actions = (hours: Hours, of: string) =>
    mayChange && (
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-label={`Change the hours of ${of}`}
          onClick={() => onAsk({ hours })}
        >
          Change
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-label={`Remove the hours of ${of}`}
          onClick={() => onRemove(hours)}
        >
          Remove
        </Button>
      </Group>
    );
  return (
    <>
      <ul className={classes.rows} aria-label="Quiet hours">
        <Row name={countries.length > 0 ? 'All countries but those below' : 'All countries'} hours={others}>
          {others
            ? actions(others, 'all countries')
            : mayChange && (
                <Button
                  variant="default"
                  size="xs"
                  aria-label="Set hours for all countries"
                  onClick={() => onAsk(NEW_OF_ALL)}
                >
                  Set hours
                </Button>
              )}
        </Row>
        {countries.map((hours) => (
          <Row key={hours.country} name={countryName(hours.country)} hours={hours}>
            {actions(hours, countryName(hours.country))}
          </Row>
        ))}
      </ul>
      {mayChange && (
        <Button
          variant="default"
          mt="md"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onAsk({ hours: null })}
        >
          Add a country
        </Button>
      )}
    </>
  );
}

function Row({ name, hours, children }: { name: string; hours: Hours | undefined; children: ReactNode }) {
  return (
    <li>
      <Text component="span" fw={600}>
        {name}
      </Text>
      <Text component="span" {...(!hours?.from && { c: 'dimmed' })}>
        {hours?.from ? hoursInWords(hours) : 'Written to at any hour'}
      </Text>
      {children}
    </li>
  );
}

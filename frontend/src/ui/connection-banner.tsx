import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { asProblem } from '~/api/problem';
import classes from './connection-banner.module.css';

type Trouble = 'none' | 'offline' | 'busy';

/** Says plainly that answers fail to come, and goes by itself: the queries that wait ask again every few seconds. */
export function ConnectionBanner() {
  const cache = useQueryClient().getQueryCache();
  const trouble = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    (): Trouble => {
      const problems = cache
        .findAll({ type: 'active' })
        .map(({ state }) => state.fetchFailureReason)
        .filter((reason) => reason !== null)
        .map(asProblem)
        .filter((problem) => problem.passing);
      if (problems.length === 0) return 'none';
      return problems.some((problem) => problem.offline) ? 'offline' : 'busy';
    },
  );
  return (
    <div role="status">
      {trouble !== 'none' && (
        <Text className={classes.banner} size="sm" component="p">
          {trouble === 'offline'
            ? 'Replay cannot be reached. It is tried again every few seconds; what you see may be out of date.'
            : 'Replay cannot answer right now. It is asked again every few seconds; what you see may be out of date.'}
        </Text>
      )}
    </div>
  );
}

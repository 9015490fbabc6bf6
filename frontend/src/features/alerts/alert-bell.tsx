import { IconBell } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import classes from './alert-bell.module.css';
import { useAlerts } from './use-alerts';

/** How much needs attention, from every page. Where that cannot be told it is silent: the shell's banner says why. */
export function AlertBell() {
  const alerts = useAlerts().data?.items ?? [];
  const critical = alerts.some(({ severity }) => severity === 'critical');
  const count = alerts.length;
  return (
    <NavLink
      to="/alerts"
      className={classes.bell}
      aria-label={count === 0 ? 'Alerts' : `Alerts: ${count} ${count === 1 ? 'needs' : 'need'} attention`}
    >
      <IconBell size={20} aria-hidden />
      {count > 0 && (
        <span className={classes.count} data-critical={critical || undefined}>
          {count}
        </span>
      )}
    </NavLink>
  );
}

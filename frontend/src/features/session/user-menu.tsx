import { Button, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { Schemas } from '~/api/client';
import { ProblemAlert } from '~/ui/problem-alert';
import { useSignOut } from './use-sign-out';

const APPEARANCES = [
  { scheme: 'auto', label: 'Like the system', icon: IconDeviceDesktop },
  { scheme: 'light', label: 'Light', icon: IconSun },
  { scheme: 'dark', label: 'Dark', icon: IconMoon },
] as const;

/** Who is signed in to which account, how the page looks, and the way out. */
export function UserMenu({ session }: { session: Schemas['Session'] }) {
  const navigate = useNavigate();
  const signOut = useSignOut(() => navigate('/sign-in'));
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const who = session.user?.email ?? session.apiKey?.name;
  const role = session.user?.role ?? session.apiKey?.role;
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          <Text component="span" size="sm" fw={500} truncate maw="11rem">
            {session.account.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Signed in as <br />
          <Text component="span" size="sm" c="var(--mantine-color-text)" style={{ overflowWrap: 'anywhere' }}>
            {who}
          </Text>{' '}
          ({role})
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        >
          {APPEARANCES.map(({ scheme, label, icon: Icon }) => (
            <Menu.RadioItem key={scheme} value={scheme} rightSection={<Icon size={16} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate({})}
        >
          Sign out
        </Menu.Item>
        {signOut.error && <ProblemAlert error={signOut.error} />}
      </Menu.Dropdown>
    </Menu>
  );
}

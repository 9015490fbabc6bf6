import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';

/**
 * Pages by cursor, which lies in the URL as `?cursor=`. Cursors lead forward only: what was before is in the browser's
 * history, and for who came by a link there is the first page.
 */
export function CursorPager({ nextCursor }: { nextCursor: string | null | undefined }) {
  const [search] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const pagesBack = pagesBehind(state);
  const here = search.get('cursor');
  if (!here && !nextCursor) return null;

  const at = (cursor: string | null) => {
    const params = new URLSearchParams(search);
    if (cursor === null) params.delete('cursor');
    else params.set('cursor', cursor);
    return { search: params.toString() };
  };
  return (
    <Group component="nav" justify="flex-end" gap="sm" mt="md" aria-label="Pages">
      {here && (
        <Button
          variant="default"
          component={Link}
          to={at(null)}
          leftSection={<IconChevronsLeft size={16} aria-hidden />}
        >
          First page
        </Button>
      )}
      {here && pagesBack > 0 && (
        <Button
          variant="default"
          onClick={() => navigate(-1)}
          leftSection={<IconChevronLeft size={16} aria-hidden />}
        >
          Previous page
        </Button>
      )}
      {nextCursor && (
        <Button
          variant="default"
          component={Link}
          to={at(nextCursor)}
          state={{ pagesBack: pagesBack + 1 }}
          rightSection={<IconChevronRight size={16} aria-hidden />}
        >
          Next page
        </Button>
      )}
    </Group>
  );
}

function pagesBehind(state: unknown): number {
  const { pagesBack } = (state ?? {}) as { pagesBack?: unknown };
  return typeof pagesBack === 'number' ? pagesBack : 0;
}

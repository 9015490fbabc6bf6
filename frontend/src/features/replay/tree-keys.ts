/** A line of the tree that is in sight. */
export interface Row {
  key: string;
  /** What is typed to come to it. */
  words: string[];
  /** The line above it in the hierarchy; null for the first level. */
  parent: string | null;
  /** Whether its own lines are in sight; undefined where it has none. */
  open: boolean | undefined;
}

export type Move = { focus: string } | { open: string[] } | { close: string } | { tick: string } | null;

/** What a key does in a tree, after the WAI-ARIA tree view pattern. Null where the key is not the tree's. */
export function moveOf(pressed: string, rows: Row[], at: string): Move {
  const index = rows.findIndex(({ key }) => key === at);
  const row = rows[index];
  if (!row) return null;
  const focus = (to: Row | undefined): Move => (to ? { focus: to.key } : null);
  switch (pressed) {
    case 'ArrowDown':
      return focus(rows[index + 1] ?? row);
    case 'ArrowUp':
      return focus(rows[index - 1] ?? row);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.open === false) return { open: [row.key] };
      return focus(row.open ? rows[index + 1] : row);
    case 'ArrowLeft':
      if (row.open) return { close: row.key };
      return focus(rows.find(({ key }) => key === row.parent) ?? row);
    case '+':
      return row.open === false ? { open: [row.key] } : focus(row);
    case '-':
    case '−':
      return row.open ? { close: row.key } : focus(row);
    case '*':
      return {
        open: rows
          .filter(({ parent, open }) => parent === row.parent && open === false)
          .map(({ key }) => key),
      };
    case ' ':
    case 'Enter':
      return { tick: row.key };
    default:
      return null;
  }
}

/** The next line whose words begin with what was typed; one letter typed again goes on to the line after. */
export function typedAhead(typed: string, rows: Row[], at: string): string | null {
  const letters = typed.toLowerCase();
  const index = rows.findIndex(({ key }) => key === at);
  const again = new Set(letters).size === 1;
  const wanted = again ? letters.charAt(0) : letters;
  const order = [...rows.slice(index + 1), ...rows.slice(0, index + 1)];
  // What is typed further may still be the line one is at.
  const candidates = again ? order : [...rows.slice(index), ...rows.slice(0, index)];
  return (
    candidates.find(({ words }) => words.some((word) => word.toLowerCase().startsWith(wanted)))?.key ?? null
  );
}

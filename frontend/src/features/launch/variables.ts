/** `{{` and `}}` are braces and hide what is between them only where they meet it, so they are read first. */
const PIECES = /\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]{0,31})\}/g;

/** The variables that a text uses, each once, in order. Their names know no case: they are told in lower case. */
export function variablesIn(text: string): string[] {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(PIECES)) if (name) names.add(name.toLowerCase());
  return [...names];
}

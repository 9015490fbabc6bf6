import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e8f6f9',
  '#d3e9ee',
  '#a5d3de',
  '#74bccc',
  '#4faabe',
  '#378fa4',
  '#1a7d93',
  '#0b6b7f',
  '#075868',
  '#044552',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

export const theme = createTheme({
  colors: { petrol },
  primaryColor: 'petrol',
  // One shade for both schemes: white on it is 6:1, and it is 3:1 against the dark background.
  primaryShade: 7,
  autoContrast: true,
  // Where black and white read equally well; the stock value leaves white on colours of 3:1.
  luminanceThreshold: 0.179,
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    // A menu opens on its first item, also while what opens it is still being scrolled into sight, and stays in the
    // landmark of that.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, hideDetached: false, withinPortal: false } },
    Modal: { styles: { title: { fontWeight: 650, fontSize: 'var(--mantine-font-size-lg)' } } },
    // It is a <header>, which outside of an article would be the page's banner.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
  },
});

/** The stock colours of small text miss 4.5:1; these meet it on body, cards, striped rows and badges. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfcfd',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': '#656d75',
    '--mantine-color-error': '#b42323',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-7)',
    '--mantine-color-green-light-color': '#1c6a2e',
    '--mantine-color-orange-light-color': '#9a3408',
    '--mantine-color-red-light-color': '#ab1f1f',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': '#a3a3a3',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-3)',
  },
});

// Light or dark: what was chosen here before, else what the system prefers.
const KEY = 'weir.theme';

export function chosenTheme() {
  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === 'light' || chosen === 'dark') return chosen;
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function toggleTheme(theme) {
  const next = theme === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // As above.
  }
  return next;
}

// Boots the page: address -> what is asked -> picture. The address is the only state that a link has to carry; what was answered is in
// `Data`, and what belongs to this browser alone (theme, width of the panel) in its storage.

import { render } from '../lib/lit-html/lit-html.js';
import { Data } from './data.js';
import * as addresses from './address.js';
import { listen } from './keys.js';
import { frame } from './frame.js';
import { pages } from '../pages/pages.js';
import { chosenTheme, toggleTheme } from './theme.js';

const REFRESH_MS = 5000;
const root = document.getElementById('app');

let address = addresses.parse(location.pathname, location.search);
let drawn = false;
const data = new Data(schedule);

/** What pages and parts may use. One object, so that a page is a function of it. */
const app = {
  data,
  get address() {
    return address;
  },
  now: () => new Date(),
  /** Parameters of a question for the range and scope on the screen. */
  asked: (more = {}) => ({ ...addresses.asked(address.range), namespace: address.params.ns, ...more }),
  times: () => addresses.times(address.range, new Date()),
  go,
  /** The address with some parameters changed; undefined takes one away. */
  href: (page, params = {}, range = address.range) => addresses.format({ page, range, params: { ...kept(page), ...params } }),
  set: (params, options) => go({ params: { ...address.params, ...params } }, options),
  select: (selection) => app.set({ sel: selection }),
  retry: () => {
    data.refresh();
    schedule();
  },
  redraw: schedule,
  dialog: undefined,
  toast: undefined,
  say,
  theme: chosenTheme(),
};

/** The scope and the comparison go with the reader from page to page; filters and selections belong to a page. */
function kept(page) {
  const { ns, before } = address.params;
  return page === address.page ? address.params : { ns, before };
}

function go(change, { replace = false } = {}) {
  address = { ...address, problems: [], ...change };
  history[replace ? 'replaceState' : 'pushState'](null, '', addresses.format(address));
  schedule();
}

let toastTimer;
function say(text) {
  app.toast = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    app.toast = undefined;
    schedule();
  }, 4000);
  schedule();
}

function schedule() {
  if (drawn) return;
  drawn = true;
  requestAnimationFrame(() => {
    drawn = false;
    document.documentElement.dataset.theme = app.theme;
    leaveOthers();
    data.drawing(() => render(frame(app, pages), root));
    document.title = `${pages[address.page].title} · Weir`;
  });
}

/** A page that is not shown does nothing in the background. */
function leaveOthers() {
  for (const [name, page] of Object.entries(pages)) if (name !== address.page) page.leave?.();
}

/** Links within the page do not load it anew. */
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || link.hasAttribute('download') || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname.startsWith('/api/') || url.pathname.startsWith('/ui/') || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  address = addresses.parse(url.pathname, url.search);
  history.pushState(null, '', addresses.format(address));
  document.getElementById('content')?.scrollTo(0, 0);
  schedule();
});

window.addEventListener('popstate', () => {
  address = addresses.parse(location.pathname, location.search);
  schedule();
});

async function copyLink() {
  const url = new URL(addresses.format(addresses.fixed(address, new Date())), location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    say('Copied: a link to what you see, with its times.');
  } catch {
    app.dialog = { kind: 'link', url };
    schedule();
  }
}
app.copyLink = copyLink;

function togglePause() {
  go({ range: address.range.live ? addresses.times(address.range, new Date()) : { live: true, span: lengthOf(address.range) } });
}
app.togglePause = togglePause;

/** The span of the buttons that is nearest to a fixed range. */
function lengthOf(range) {
  const seconds = (Date.parse(range.to) - Date.parse(range.from)) / 1000;
  return addresses.SPANS.find((span) => addresses.spanSeconds(span) >= seconds) ?? addresses.SPANS.at(-1);
}

/** Moves through whatever list the page shows. */
function step(by) {
  const rows = [...document.querySelectorAll('#content [data-row], #content .list a.title')];
  if (rows.length === 0) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))];
  const focus = next.matches('a') ? next : next.querySelector('button, a');
  focus?.focus();
  focus?.scrollIntoView({ block: 'nearest' });
  return true;
}

listen(
  document,
  {
    '/': () => document.getElementById('search')?.focus(),
    '?': () => {
      app.dialog = { kind: 'keys' };
      schedule();
    },
    Escape: () => {
      if (app.dialog) app.dialog = undefined;
      else if (address.params.sel) app.select(undefined);
      else return false;
      schedule();
      return true;
    },
    ' ': togglePause,
    '[': () => app.move(-0.5),
    ']': () => app.move(0.5),
    d: () => app.set({ before: address.params.before ? undefined : beforeSpan() }),
    y: copyLink,
    j: () => step(1),
    k: () => step(-1),
    t: () => address.page === 'map' && app.set({ table: address.params.table ? undefined : '1' }),
    f: () => pages[address.page].focus?.(app) ?? false,
    '+': () => pages[address.page].hops?.(app, 1) ?? false,
    '-': () => pages[address.page].hops?.(app, -1) ?? false,
  },
  (page) => go({ page, params: kept(page) }),
);

/** Compares with the same time yesterday for ranges of hours, with the time just before for shorter ones. */
function beforeSpan() {
  const { from, to } = app.times();
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds > 3600 ? '1d' : `${seconds}s`;
}
app.beforeSpan = beforeSpan;

/** Earlier or later, by a share of the range's length. */
app.move = (by) => go({ range: addresses.moved(address.range, new Date(), by) });

app.toggleTheme = () => {
  app.theme = toggleTheme(app.theme);
  schedule();
};

setInterval(() => {
  if (address.range.live && document.visibilityState === 'visible') data.refresh();
}, REFRESH_MS);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && address.range.live) data.refresh();
});

schedule();

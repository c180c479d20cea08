import { html, nothing } from '../lib/lit-html/lit-html.js';
import { openForm } from '../parts/form.js';

const OWNER = 'weir.owner';
const TERMS = [
  ['30 minutes', 1800],
  ['1 hour', 3600],
  ['4 hours', 14_400],
  ['8 hours', 28_800],
  ['1 day', 86_400],
  ['3 days', 259_200],
  ['7 days', 604_800],
];

/** Says that somebody has taken an incident on. */
export function acknowledge(app, incident) {
  openForm(app, {
    title: `Acknowledge ${incident.slo}`,
    action: 'Acknowledge',
    fields: html`<p class="muted">Says that you have taken it on; it silences nothing.</p>${terms(14_400)}`,
    send: (values) => app.data.send('POST', 'silences', { incident: incident.id, ...said(app, values) }),
    done: 'Acknowledged.',
  });
}

/** Keeps alerts quiet that match. */
export function silence(app, matchers) {
  openForm(app, {
    title: 'Silence alerts',
    action: 'Silence',
    fields: html`<label class="field">Matchers, one a line, all of which must hold
        <textarea name="matchers" rows="3" autofocus required spellcheck="false">${matchers.join('\n')}</textarea></label>
      <p class="muted">Labels: slo, service, rule, severity, and those of the objective. <code>=</code> <code>!=</code> <code>=~</code> <code>!~</code>, whole values.
        What people were told of goes on until it is over. Planned work that shall cost no budget is a maintenance window in the objective’s document
        (<code>weir.io/maintenance</code>).</p>${terms(3600)}`,
    send: (values) => app.data.send('POST', 'silences', { matchers: lines(values.get('matchers')), ...said(app, values) }),
    done: 'Silenced.',
  });
}

/** Ends a silence or an acknowledgement before its time. */
export function end(app, row) {
  openForm(app, {
    title: row.incident ? 'End this acknowledgement?' : 'End this silence?',
    action: 'End it now',
    fields: html`<p>${row.incident ? html`Of the incident <code>${row.incident}</code>` : row.matchers.map((matcher) => html`<code>${matcher}</code> `)}, by ${row.owner}.
      ${row.incident ? nothing : 'What is still open will be told.'}</p>`,
    send: () => app.data.send('DELETE', `silences/${encodeURIComponent(row.id)}`),
    done: 'Ended.',
  });
}

function terms(seconds) {
  return html`<label class="field">Your name<input name="owner" autofocus required maxlength="200" autocomplete="name" value=${remembered()} /></label>
    <label class="field">Note<input name="note" maxlength="500" autocomplete="off" placeholder="what you are doing" /></label>
    <label class="field">For<select name="seconds">${TERMS.map(([text, value]) => html`<option value=${value} ?selected=${value === seconds}>${text}</option>`)}</select></label>`;
}

function said(app, values) {
  const owner = values.get('owner').trim();
  remember(owner);
  return { owner, note: values.get('note').trim(), endsAt: new Date(+app.now() + Number(values.get('seconds')) * 1000).toISOString() };
}

export function lines(text) {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function remembered() {
  try {
    return localStorage.getItem(OWNER) ?? '';
  } catch {
    return ''; // Storage may be forbidden.
  }
}

function remember(owner) {
  try {
    localStorage.setItem(OWNER, owner);
  } catch {
    // As above.
  }
}

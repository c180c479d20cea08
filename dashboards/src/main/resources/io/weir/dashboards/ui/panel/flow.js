import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock } from '../app/words.js';
import { answered } from '../parts/states.js';
import { command, head } from './parts.js';

/** One flow with every field. The selection is `flow:ID@TIME`. */
export function flowPanel(app, selected) {
  const at = selected.lastIndexOf('@');
  const [id, time] = at < 0 ? [selected, undefined] : [selected.slice(0, at), selected.slice(at + 1)];
  const asked = app.data.ask(`flows/${encodeURIComponent(id)}`, { time }, { every: Infinity });
  const row = asked.value?.rows?.[0];
  return html`
    ${head(app, row ? html`${row.source.label} → ${row.destination.label}` : 'Flow', html`<p class="muted">${time ? clock(time, app.now(), true) : nothing} ${row ? html`${row.type}, ${row.verdict.toLowerCase()}` : nothing}</p>`)}
    <div class="panel-body">${answered(asked, () => (row ? detail(app, row) : html`<p class="muted">It is not kept any more.</p>`), { what: 'the flow', retry: app.retry })}</div>`;
}

function detail(app, row) {
  const { reason, policies = [] } = row;
  return html`
    ${reason ? html`<section><h3>${reason.text}</h3><p>${reason.happened}</p><p class="muted">${reason.next}</p></section>` : nothing}
    <section><dl class="facts">
      ${fact('summary', row.summary)} ${fact('source', end(row.source))} ${fact('destination', end(row.destination))}
      ${fact('node', row.node)} ${fact('direction', [row.direction, row.isReply ? 'reply' : ''].filter(Boolean).join(', '))}
      ${policies.map((policy) => fact('policy', `${policy.kind} ${policy.namespace ? `${policy.namespace}/` : ''}${policy.name}`))}
      ${fact('trace', row.traceId)}
    </dl></section>
    <section class="row">
      ${row.connection ? html`<a class="button" href=${app.href('flows', { q: row.connection, sel: undefined })}>The same connection</a>` : nothing}
      <button class="button" @click=${() => copy(app, row.flow)}>Copy as JSON</button>
    </section>
    <section><h3>In a terminal</h3>${command(app, `weir observe --uuid ${row.id} -o json`)}</section>
    <section><details><summary>All fields</summary><pre class="fields-json">${JSON.stringify(row.flow, null, 2)}</pre></details></section>`;
}

function fact(name, value) {
  return value ? html`<dt>${name}</dt><dd>${value}</dd><dd></dd>` : nothing;
}

function end({ label, ip, port, identity }) {
  return [label, ip && ip !== label ? `${ip}${port === undefined ? '' : `:${port}`}` : port && `port ${port}`, identity && `identity ${identity}`].filter(Boolean).join(', ');
}

async function copy(app, flow) {
  try {
    await navigator.clipboard.writeText(JSON.stringify(flow));
    app.say('Copied.');
  } catch {
    app.say('The browser does not let this page copy; open "All fields" instead.');
  }
}


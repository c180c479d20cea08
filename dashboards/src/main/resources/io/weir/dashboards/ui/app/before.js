import { spanSeconds, times } from './address.js';

/** Parameters of a question about the time before that the picture is compared with: `before` of the address, else a day earlier. */
export function before(app, span = app.address.params.before ?? '1d') {
  const { from, to } = times(app.address.range, app.now());
  const shift = spanSeconds(span) * 1000;
  return { since: new Date(Date.parse(from) - shift).toISOString(), until: new Date(Date.parse(to) - shift).toISOString() };
}

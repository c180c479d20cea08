import { html, nothing } from '../lib/lit-html/lit-html.js';

/** A line of some numbers, without axes; `undefined` is a gap. */
export function spark(values, label) {
  const known = values.filter((v) => v !== undefined);
  if (known.length < 2) return nothing;
  const top = Math.max(...known, Number.MIN_VALUE);
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === undefined) {
      pen = 'M';
      return;
    }
    path += `${pen}${((i / (values.length - 1)) * 80).toFixed(1)} ${(19 - (value / top) * 18).toFixed(1)}`;
    pen = 'L';
  });
  return html`<svg class="spark" viewBox="0 0 80 20" preserveAspectRatio="none" role="img" aria-label=${label}><path d=${path} /></svg>`;
}

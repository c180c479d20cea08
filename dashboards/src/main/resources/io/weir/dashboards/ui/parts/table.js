import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';

/**
 * A table that is sorted by its headings.
 *
 * @typedef {object} Column
 * @property {string} key what the address calls it
 * @property {string} title
 * @property {(row: object) => unknown} cell
 * @property {(row: object) => (number|string)=} by what it is sorted by; not sortable without
 * @property {boolean=} number right-aligned, largest first
 * @property {string=} class
 *
 * @param {{caption: string, columns: Column[], rows: object[], id: (row: object) => string, sort?: string, onSort?: (key: string) => void,
 *     selected?: string, onOpen?: (row: object) => void, hideCaption?: boolean}} what `sort` is a key, "-key" turns it round
 */
export function table({ caption, columns, rows, id, sort, onSort, selected, onOpen, hideCaption = false }) {
  const turned = sort?.startsWith('-') ?? false;
  const by = columns.find((column) => column.key === sort?.replace('-', '') && column.by);
  const sorted = by ? [...rows].sort(order(by, turned)) : rows;
  const open = (row) => (event) => {
    // What is in the row and can be clicked does so itself, its opener, too.
    if (event.target.closest('a, button')) return;
    onOpen(row);
  };
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${caption}><table>
    <caption class=${hideCaption ? 'visually-hidden' : ''}>${caption}</caption>
    <thead><tr>${columns.map((column) => heading(column, by, turned, onSort))}</tr></thead>
    <tbody>${repeat(
      sorted,
      id,
      (row) => html`<tr class=${onOpen ? 'link' : ''} aria-current=${selected === id(row) ? "true" : nothing} data-row=${id(row)} @click=${onOpen ? open(row) : nothing}>
        ${columns.map((column) => html`<td class="${column.number ? 'number' : ''} ${column.class ?? ''}">${column.cell(row)}</td>`)}
      </tr>`,
    )}</tbody>
  </table></div>`;
}

function heading(column, by, turned, onSort) {
  const ascending = column.number ? turned : !turned;
  const sorted = by === column ? (ascending ? 'ascending' : 'descending') : undefined;
  const next = sorted && !turned ? `-${column.key}` : column.key;
  return html`<th scope="col" class=${column.number ? 'number' : ''} aria-sort=${sorted ?? nothing}>
    ${column.by && onSort ? html`<button @click=${() => onSort(next)}>${column.title}${sorted ? (ascending ? ' ↑' : ' ↓') : ''}</button>` : column.title}
  </th>`;
}

function order(column, turned) {
  const sign = (column.number ? -1 : 1) * (turned ? -1 : 1);
  return (a, b) => {
    const [x, y] = [column.by(a), column.by(b)];
    if (x === y) return 0;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return sign * (typeof x === 'string' ? x.localeCompare(y) : x - y);
  };
}

/** The name of a row as a button, so that the keyboard opens it. */
export function opener(text, onOpen) {
  return html`<button class="button plain row-open" @click=${onOpen}>${text}</button>`;
}

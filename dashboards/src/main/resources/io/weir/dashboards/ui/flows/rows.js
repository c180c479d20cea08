// The rows of the flows page: pages of the past, and what arrives. Pure but for the list that it keeps.

const ROWS_MAX = 10_000;

/** Flows, newest first, each once. What arrives waits until it is wanted, so that it pushes nothing away that is being read. */
export class Rows {
  #rows = [];
  #ids = new Set();
  #waiting = [];
  missed = 0;

  get shown() {
    return this.#rows;
  }

  get waiting() {
    return this.#waiting.length;
  }

  /** Adds a page of the past below what is there. */
  older(page) {
    for (const row of page) {
      if (this.#rows.length >= ROWS_MAX) return;
      if (this.#ids.has(row.id)) continue;
      this.#ids.add(row.id);
      this.#rows.push(row);
    }
  }

  /** Adds flows that have just come, oldest first. */
  arrived(rows) {
    for (const row of rows) {
      if (this.#ids.has(row.id)) continue;
      this.#ids.add(row.id);
      this.#waiting.push(row);
    }
    while (this.#waiting.length > ROWS_MAX) {
      this.#ids.delete(this.#waiting.shift().id);
      this.missed++;
    }
  }

  /** Shows what waits, by time; the oldest rows make room. */
  show() {
    if (this.#waiting.length === 0) return;
    this.#rows = [...this.#waiting, ...this.#rows].sort(newerFirst);
    this.#waiting = [];
    for (const row of this.#rows.splice(ROWS_MAX)) this.#ids.delete(row.id);
  }
}

/** By time. Fractions of a second have as many digits as they need, so the "Z" behind them must not take part. */
function newerFirst(a, b) {
  const [x, y] = [a.time.slice(0, -1), b.time.slice(0, -1)];
  return x < y ? 1 : x > y ? -1 : 0;
}

/** Which rows of a list are on the screen, with a few more around. */
export function visible(count, rowHeight, scrollTop, height, around = 10) {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { first, last: Math.max(first, last) };
}

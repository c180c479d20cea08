// Flows as they come, by server-sent events. One stream at a time: that of the query on the screen.

/**
 * @param {(rows: object[]) => void} arrived
 * @param {(change: {missed?: number, lost?: number, broken?: string, opened?: boolean, gap?: {from: string, to: string}}) => void} told
 */
export class Live {
  #source;
  #url;
  #arrived;
  #told;

  constructor(arrived, told) {
    this.#arrived = arrived;
    this.#told = told;
  }

  /** Follows a query; nothing with `undefined`. */
  follow(query) {
    const url = query === undefined ? undefined : `api/v1/flows/live${query === '' ? '' : `?${new URLSearchParams({ query })}`}`;
    if (url === this.#url) return;
    this.#source?.close();
    this.#source = undefined;
    this.#url = url;
    if (url === undefined) return;
    const source = new EventSource(url);
    this.#source = source;
    // The browser has an "open" of its own, which carries nothing.
    const on = (name, act) => source.addEventListener(name, (event) => event.data !== undefined && act(JSON.parse(event.data)));
    on('open', () => this.#told({ opened: true, broken: undefined }));
    on('gap', (gap) => this.#told({ gap }));
    on('flows', ({ rows }) => this.#arrived(rows));
    on('missed', ({ flows }) => this.#told({ missed: flows }));
    on('lost', ({ events }) => this.#told({ lost: events }));
    on('failed', ({ error, again }) => {
      this.#told({ broken: error });
      if (!again) source.close();
    });
    source.onerror = () => {
      // The browser connects again by itself, unless the server refused.
      if (source.readyState === EventSource.CLOSED) this.#told({ broken: 'The server does not let this page follow; too many may do so already.' });
    };
  }
}

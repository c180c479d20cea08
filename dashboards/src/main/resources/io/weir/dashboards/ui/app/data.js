// Questions to the server, and what was answered. What a picture uses is asked for while it is drawn; what no picture uses any
// more is cancelled and forgotten. An answer stays on the screen until a newer one is here: nothing flickers.

const KEEP_MS = 120_000;
const ASK_MS = 30_000;

/**
 * What is known of one question.
 *
 * @typedef {object} Answer
 * @property {object=} value the newest answer, also when asking again failed
 * @property {string=} error why the last try failed
 * @property {object=} problem the server's whole answer to what it refused
 * @property {number=} failedSince ms, the first failure in a row
 * @property {boolean} loading true while it is being asked
 */

export class Data {
  #answers = new Map();
  #used = new Set();
  #changed;
  #fetch;
  #now;

  /**
   * @param {() => void} changed called whenever an answer has come or failed
   */
  constructor(changed, fetching = (url, init) => fetch(url, init), now = () => Date.now()) {
    this.#changed = changed;
    this.#fetch = fetching;
    this.#now = now;
  }

  /**
   * The answer to a question of `/api/v1/`, asked if it was not. Parameters that are undefined or empty are left out.
   *
   * @param {{every?: number}} options how many ms an answer is good for, before a refresh asks again; Infinity for what has settled
   * @returns {Answer}
   */
  ask(question, params = {}, { every = 0 } = {}) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(params)) {
      if (value !== undefined && value !== null && value !== '') query.set(key, value);
    }
    const text = query.toString();
    const url = `api/v1/${question}${text === '' ? '' : `?${text}`}`;
    let answer = this.#answers.get(url);
    if (answer === undefined) {
      answer = { value: undefined, error: undefined, failedSince: undefined, loading: false, usedAt: 0 };
      this.#answers.set(url, answer);
    }
    answer.usedAt = this.#now();
    answer.every = every;
    this.#used.add(url);
    if (answer.value === undefined && !answer.loading && answer.error === undefined) this.#get(url, answer);
    return answer;
  }

  /** Draws, and forgets what the picture has no use for. */
  drawing(draw) {
    this.#used.clear();
    draw();
    for (const [url, answer] of this.#answers) {
      if (this.#used.has(url)) continue;
      answer.abort?.abort();
      if (answer.value === undefined || this.#now() - answer.usedAt > KEEP_MS) this.#answers.delete(url);
    }
  }

  /** Asks again for everything the picture shows. */
  refresh() {
    for (const url of this.#used) {
      const answer = this.#answers.get(url);
      if (answer === undefined || answer.loading || this.#isGood(answer)) continue;
      this.#get(url, answer);
    }
  }

  #isGood({ value, error, every, at }) {
    return value !== undefined && error === undefined && this.#now() - at < every;
  }

  /** Sends a change to the server; resolves to what it said, or throws its sentence. */
  async send(method, path, body) {
    const response = await this.#fetch(`api/v1/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const said = await read(response);
    this.refresh();
    return said;
  }

  async #get(url, answer) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${ASK_MS / 1000} s`)), ASK_MS);
    answer.abort = abort;
    answer.loading = true;
    try {
      answer.value = await read(await this.#fetch(url, { signal: abort.signal }));
      answer.at = this.#now();
      answer.error = undefined;
      answer.problem = undefined;
      answer.failedSince = undefined;
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        answer.error = problem.message === 'Failed to fetch' ? 'The server cannot be reached' : problem.message;
        answer.problem = problem.details;
        answer.failedSince ??= this.#now();
      }
    } finally {
      clearTimeout(timer);
      answer.loading = false;
      answer.abort = undefined;
    }
    this.#changed();
  }
}

async function read(response) {
  const text = await response.text();
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} with something that is no JSON`);
  }
  if (!response.ok) throw Object.assign(new Error(value.error ?? `The server answered ${response.status}`), { details: value });
  return value;
}

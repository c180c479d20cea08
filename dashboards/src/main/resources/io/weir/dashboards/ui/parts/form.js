import { html, nothing } from '../lib/lit-html/lit-html.js';

/**
 * Opens a dialog with a form. What the server refuses is said in it, and what was typed stays.
 *
 * @param {{title: string, action: string, fields: unknown, send: (values: FormData) => Promise<unknown>, done: string}} what
 */
export function openForm(app, { title, action, fields, send, done }) {
  const state = { error: undefined, busy: false };
  const submit = (close) => async (event) => {
    event.preventDefault();
    state.busy = true;
    state.error = undefined;
    app.redraw();
    try {
      await send(new FormData(event.target));
      close();
      app.say(done);
    } catch (problem) {
      state.error = problem.message === 'Failed to fetch' ? 'The server cannot be reached.' : problem.message;
    }
    state.busy = false;
    app.redraw();
  };
  app.dialog = {
    kind: 'form',
    title,
    draw: (close) => html`<form class="fields" @submit=${submit(close)}>
      ${fields}
      ${state.error === undefined ? nothing : html`<p class="state error" role="alert">${state.error}</p>`}
      <div class="row"><button class="button main-action" ?disabled=${state.busy}>${action}</button>
        <button class="button" type="button" @click=${close}>Cancel</button></div>
    </form>`,
  };
  app.redraw();
}

import { html } from '../lib/lit-html/lit-html.js';
import { ref } from '../lib/lit-html/directives/ref.js';

let focusedBefore;

/** One function, so that it is told of a dialog that comes or goes, and not of each drawing. */
function comesOrGoes(element) {
  if (element === undefined) {
    // While it is still there nothing else takes the focus.
    const back = focusedBefore;
    queueMicrotask(() => back?.focus());
    return;
  }
  focusedBefore = document.activeElement;
  // It is not on the page yet.
  queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}

/** A dialog over the page. `Esc` and the cross close it; the focus goes back to where it was. */
export function dialog(title, content, onClose) {
  return html`<dialog aria-labelledby="dialog-title" ${ref(comesOrGoes)} @close=${onClose}>
    <div class="row"><h2 id="dialog-title">${title}</h2><span class="spring"></span>
      <form method="dialog"><button class="button plain" aria-label="Close">✕</button></form></div>
    ${content}
  </dialog>`;
}

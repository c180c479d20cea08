import { html } from '../lib/lit-html/lit-html.js';
import { ref } from '../lib/lit-html/directives/ref.js';

/** A dialog over the page. `Esc` and the cross close it; the focus goes back to where it was. */
export function dialog(title, content, onClose) {
  const open = (element) => {
    if (element && !element.open) element.showModal();
  };
  return html`<dialog aria-labelledby="dialog-title" ${ref(open)} @close=${onClose}>
    <div class="row"><h2 id="dialog-title">${title}</h2><span class="spring"></span>
      <form method="dialog"><button class="button plain" aria-label="Close">✕</button></form></div>
    ${content}
  </dialog>`;
}

/** Asks before something is done: Slack's confirm objects. */

import { h, uid } from "./dom.js";
import { drawText, wordsOf } from "./text.js";

/** Resolves to true when the person agrees. Without a confirm object nobody is asked. */
export function ask(confirm, reader) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const titleId = uid("ask");
    const textId = uid("ask");
    const style = confirm.style === "danger" ? "btn danger" : "btn primary";
    const dialog = h(
      "dialog",
      { class: "ask", role: "alertdialog", "aria-labelledby": titleId, "aria-describedby": textId },
      h("h2", { id: titleId }, wordsOf(confirm.title)),
      h("p", { id: textId }, drawText(confirm.text, reader)),
      h(
        "div",
        { class: "answers" },
        h(
          "button",
          { type: "button", class: "btn", onclick: () => dialog.close("no") },
          wordsOf(confirm.deny) || "Cancel",
        ),
        h(
          "button",
          { type: "button", class: style, onclick: () => dialog.close("yes") },
          wordsOf(confirm.confirm) || "Yes",
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Correcting what one wrote. */

import { h, uid } from "./dom.js";
import { unescape } from "./mrkdwn.js";

/** Asks for other words for a message, beginning with those that stand there. */
export function correct(desk, message) {
  const titleId = uid("correct");
  const field = h("textarea", { rows: 4, "aria-labelledby": titleId, value: asTyped(message.text, desk.world) });
  const complaint = h("p", { class: "complaint", role: "alert" });
  const dialog = h("dialog", { class: "ask correct", "aria-labelledby": titleId });
  const save = async (event) => {
    event.preventDefault();
    complaint.textContent = await desk.correct(message, field.value.trim());
    if (!complaint.textContent) dialog.close();
  };
  dialog.append(
    h(
      "form",
      { class: "block", onsubmit: save },
      h("h2", { id: titleId }, "Edit message"),
      field,
      complaint,
      h(
        "div",
        { class: "answers" },
        h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, "Cancel"),
        h("button", { type: "submit", class: "btn primary" }, "Save"),
      ),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
}

/** A message's text as somebody would type it: `@ana`, `#client-health`, plain addresses. */
function asTyped(text, world) {
  const typed = text.replace(/<([@#]?)([^|>]*)(?:\|([^>]*))?>/g, (all, mark, named, label) => {
    if (mark === "@") return `@${world.people.get(named)?.name ?? named}`;
    return mark === "#" ? `#${world.channelName(named) ?? label ?? named}` : (label ?? named);
  });
  return unescape(typed);
}

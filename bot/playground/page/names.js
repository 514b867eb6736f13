/** How the controls of a message or view are called. */

import { wordsOf } from "./text.js";

/** The words that stand in an empty control. */
export const hintOf = (element) => wordsOf(element.placeholder);

/** Attributes that name a control: by the block's label, else by its own placeholder. */
export const named = (slot, fallback) =>
  Object.keys(slot.labels).length ? slot.labels : { "aria-label": hintOf(slot.element) || fallback };

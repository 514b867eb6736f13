/** Slack's elements that one types into: text, numbers, dates and times. Every function takes a Slot. */

import { instantOf, wallOf } from "./clock.js";
import { h } from "./dom.js";
import { hintOf, named } from "./names.js";

const DATE_PAUSE_MS = 600;

/** Browsers report a date at every digit of its year; the bot hears it once the person is done. */
function afterPause(slot, input, read) {
  let pause;
  input.addEventListener("change", () => {
    clearTimeout(pause);
    if (!slot.lively) return void slot.hold(read());
    pause = setTimeout(() => slot.put(read(), input), DATE_PAUSE_MS);
    return undefined;
  });
  return input;
}

/** A datepicker ("2026-05-12") or a timepicker ("09:30"). */
export function dateField(slot, type) {
  const input = h("input", {
    type,
    value: slot.value ?? "",
    min: type === "date" ? "1900-01-01" : null,
    max: type === "date" ? "2999-12-31" : null,
    ...named(slot, type === "date" ? "Date" : "Time"),
  });
  return afterPause(slot, input, () => input.value || null);
}

/** A datetimepicker: seconds since 1970, shown in the zone of the person acted as. */
export function dateTimeField(slot) {
  const { tz } = slot.reader.me;
  const input = h("input", {
    type: "datetime-local",
    value: slot.value ? wallOf(new Date(slot.value * 1000), tz) : "",
    ...named(slot, "Date and time"),
  });
  return afterPause(slot, input, () => (input.value ? instantOf(input.value, tz).getTime() / 1000 : null));
}

/** A number_input; the stand-in says what is no number, as Slack does. */
export const numberField = (slot) =>
  textField(slot, {
    type: "text",
    inputmode: slot.element.is_decimal_allowed ? "decimal" : "numeric",
    autocomplete: "off",
  });

/** plain_text_input, one line or several, and its kin with other attributes. */
export function textField(slot, attributes = { type: "text", autocomplete: "off" }) {
  const { element } = slot;
  const common = {
    placeholder: hintOf(element),
    maxlength: element.max_length,
    value: slot.value ?? "",
    ...named(slot, "Text"),
    oninput: (event) => slot.hold(event.target.value || null),
  };
  const field = element.multiline ? h("textarea", { rows: 4, ...common }) : h("input", { ...attributes, ...common });
  return slot.lively ? dispatching(slot, field) : field;
}

/** `dispatch_action`: on Enter, or at every character when the element asks for that. */
function dispatching(slot, field) {
  const on = slot.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (on.includes("on_character_entered")) field.addEventListener("input", () => slot.put(field.value || null));
  if (on.includes("on_enter_pressed")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      slot.put(field.value || null, field);
    });
  }
  return field;
}

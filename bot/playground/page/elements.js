/** Slack's interactive elements. Every function takes a Slot and gives a node. */

import { instantOf, wallOf } from "./clock.js";
import { h, icon, uid } from "./dom.js";
import { menuButton } from "./menu.js";
import { unescape } from "./mrkdwn.js";
import { among, picker } from "./picker.js";
import { drawText, wordsOf } from "./text.js";

const DATE_PAUSE_MS = 600;

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  static_select: (slot) => nativeSelect(slot, staticGroups(slot.element)),
  users_select: (slot) => nativeSelect(slot, peopleGroups(slot)),
  channels_select: (slot) => nativeSelect(slot, channelGroups(slot)),
  conversations_select: (slot) => nativeSelect(slot, channelGroups(slot)),
  external_select: externalSelect,
  multi_static_select: (slot) => multiSelect(slot, staticGroups(slot.element)),
  multi_users_select: (slot) => multiSelect(slot, peopleGroups(slot)),
  multi_channels_select: (slot) => multiSelect(slot, channelGroups(slot)),
  multi_conversations_select: (slot) => multiSelect(slot, channelGroups(slot)),
  multi_external_select: externalSelect,
  radio_buttons: (slot) => choices(slot, "radio"),
  checkboxes: (slot) => choices(slot, "checkbox"),
  datepicker: (slot) => dateField(slot, "date"),
  timepicker: (slot) => dateField(slot, "time"),
  datetimepicker: dateTimeField,
  plain_text_input: textField,
  email_text_input: (slot) => textField(slot, { type: "email", autocomplete: "off" }),
  url_text_input: (slot) => textField(slot, { type: "url" }),
  number_input: (slot) => textField(slot, numberAttributes(slot.element)),
};

/** Draws any interactive element; an unknown one says so. */
export function drawElement(slot) {
  const draw = DRAW[slot.element.type];
  return draw ? draw(slot) : h("span", { class: "unknown" }, `The playground does not draw “${slot.element.type}”.`);
}

/** Whether a label can name the element by `for`; groups of choices are named by `aria-labelledby`. */
export const isGroup = (element) => ["radio_buttons", "checkboxes"].includes(element.type);

const hintOf = (element) => wordsOf(element.placeholder);

/** How a control is named: by the block's label, else by its own placeholder. */
const named = (slot, fallback) => (Object.keys(slot.labels).length ? slot.labels : { "aria-label": hintOf(slot.element) || fallback });

function button(slot) {
  const { element } = slot;
  const attributes = {
    class: `btn ${element.style ?? ""}`.trim(),
    "aria-label": element.accessibility_label,
    onclick: (event) => slot.surface.press(slot.blockId, element, null, event.currentTarget),
  };
  if (!element.url) return h("button", { type: "button", ...attributes }, wordsOf(element.text));
  return h("a", { href: safeUrl(element.url), target: "_blank", rel: "noopener noreferrer", ...attributes }, wordsOf(element.text));
}

const safeUrl = (url) => (/^https?:/i.test(url) ? url : undefined);

function overflow(slot) {
  const items = slot.element.options.map((option) => ({
    words: wordsOf(option.text),
    detail: wordsOf(option.description),
    run: (opener) => {
      if (option.url && safeUrl(option.url)) window.open(option.url, "_blank", "noopener");
      slot.surface.press(slot.blockId, slot.element, option.value, opener);
    },
  }));
  return menuButton({ class: "btn icon-only", "aria-label": "More", face: icon("more") }, items);
}

/* ---- what can be chosen ---- */

const itemOf = (option) => ({ value: option.value, words: wordsOf(option.text), detail: wordsOf(option.description), option });

function staticGroups(element) {
  if (element.option_groups) return element.option_groups.map((group) => ({ group: wordsOf(group.label), items: group.options.map(itemOf) }));
  return [{ items: (element.options ?? []).map(itemOf) }];
}

const peopleGroups = (slot) => [{ items: slot.surface.world.pickable.map((person) => ({ value: person.id, words: person.real_name || person.name })) }];

const channelGroups = (slot) => [
  { items: [...slot.surface.world.channels.values()].filter((channel) => channel.name && !channel.is_archived).map((channel) => ({ value: channel.id, words: `#${channel.name}` })) },
];

function nativeSelect(slot, groups) {
  const draw = (item) => h("option", { value: item.value, selected: item.value === slot.value }, item.words);
  const select = h(
    "select",
    { class: "choice-list", ...named(slot, "Choose one") },
    h("option", { value: "", selected: slot.value === null }, hintOf(slot.element) || "Choose one"),
    groups.map((group) => (group.group ? h("optgroup", { label: group.group }, group.items.map(draw)) : group.items.map(draw))),
  );
  select.addEventListener("change", async () => {
    const before = slot.value;
    if (!(await slot.put(select.value || null, select))) select.value = before ?? "";
  });
  return select;
}

function multiSelect(slot, groups) {
  const items = groups.flatMap((group) => group.items);
  return picker({
    many: true,
    most: slot.element.max_selected_items,
    placeholder: hintOf(slot.element) || "Search and choose",
    labels: named(slot, "Choose some"),
    chosen: items.filter((item) => slot.value.includes(item.value)),
    find: among(groups),
    changed: (chosen) => slot.hold(chosen.map((item) => item.value)),
    settled: (chosen) => slot.lively && slot.put(chosen.map((item) => item.value)),
  });
}

function externalSelect(slot) {
  const many = slot.element.type.startsWith("multi_");
  const valueOf = (chosen) => (many ? chosen.map((item) => item.option) : (chosen[0]?.option ?? null));
  return picker({
    many,
    most: slot.element.max_selected_items,
    least: slot.element.min_query_length ?? 3,
    placeholder: hintOf(slot.element) || "Type to search",
    labels: named(slot, "Search"),
    chosen: [slot.value ?? []].flat().map(itemOf),
    find: async (text) => {
      const found = await slot.surface.suggest(slot.blockId, slot.element, text);
      return staticGroups(found.option_groups?.length ? { option_groups: found.option_groups } : { options: found.options });
    },
    changed: (chosen) => slot.hold(valueOf(chosen)),
    settled: (chosen) => slot.lively && slot.put(valueOf(chosen)),
  });
}

function choices(slot, type) {
  const name = uid("choice");
  const picked = () => [...group.querySelectorAll("input:checked")].map((input) => input.value);
  const isOn = (value) => [slot.value].flat().includes(value);
  const group = h(
    "div",
    { class: "choices", role: type === "radio" ? "radiogroup" : "group", ...named(slot, "Choose") },
    slot.element.options.map((option) =>
      h(
        "label",
        { class: "choice" },
        h("input", { type, name, value: option.value, checked: isOn(option.value) }),
        h("span", {}, drawText(option.text, slot.reader), option.description && h("small", {}, drawText(option.description, slot.reader))),
      ),
    ),
  );
  group.addEventListener("change", async () => {
    if (await slot.put(type === "radio" ? (picked()[0] ?? null) : picked(), group)) return;
    for (const input of group.querySelectorAll("input")) input.checked = isOn(input.value);
  });
  return group;
}

/* ---- what is typed ---- */

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

function dateField(slot, type) {
  const input = h("input", { type, value: slot.value ?? "", min: type === "date" ? "1900-01-01" : null, max: type === "date" ? "2999-12-31" : null, ...named(slot, type === "date" ? "Date" : "Time") });
  return afterPause(slot, input, () => input.value || null);
}

function dateTimeField(slot) {
  const { tz } = slot.reader.me;
  const input = h("input", { type: "datetime-local", value: slot.value ? wallOf(new Date(slot.value * 1000), tz) : "", ...named(slot, "Date and time") });
  return afterPause(slot, input, () => (input.value ? instantOf(input.value, tz).getTime() / 1000 : null));
}

const numberAttributes = (element) => ({
  type: "text",
  inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
  autocomplete: "off",
});

function textField(slot, attributes = { type: "text", autocomplete: "off" }) {
  const { element } = slot;
  const common = {
    placeholder: hintOf(element),
    maxlength: element.max_length,
    value: unescape(slot.value ?? ""),
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

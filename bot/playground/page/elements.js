/** Slack's interactive elements. Every function takes a Slot and gives a node. */

import { complaint } from "./api.js";
import { h, icon, uid } from "./dom.js";
import { dateField, dateTimeField, numberField, textField } from "./fields.js";
import { menuButton } from "./menu.js";
import { hintOf, named } from "./names.js";
import { among, picker } from "./picker.js";
import { drawText, wordsOf } from "./text.js";

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
  plain_text_input: (slot) => textField(slot),
  email_text_input: (slot) => textField(slot, { type: "email", autocomplete: "off" }),
  url_text_input: (slot) => textField(slot, { type: "url" }),
  number_input: numberField,
};

/** Draws any interactive element; an unknown one says so. */
export function drawElement(slot) {
  const draw = DRAW[slot.element.type];
  return draw ? draw(slot) : h("span", { class: "unknown" }, `The playground does not draw “${slot.element.type}”.`);
}

/** Whether a label can name the element by `for`; groups of choices are named by `aria-labelledby`. */
export const isGroup = (element) => ["radio_buttons", "checkboxes"].includes(element.type);

function button(slot) {
  const { element } = slot;
  const attributes = {
    class: `btn ${element.style ?? ""}`.trim(),
    "aria-label": element.accessibility_label,
    onclick: (event) => slot.surface.press(slot.blockId, element, null, event.currentTarget),
  };
  if (!element.url) return h("button", { type: "button", ...attributes }, wordsOf(element.text));
  return h(
    "a",
    { href: safeUrl(element.url), target: "_blank", rel: "noopener noreferrer", ...attributes },
    wordsOf(element.text),
  );
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

const itemOf = (option) => ({
  value: option.value,
  words: wordsOf(option.text),
  detail: wordsOf(option.description),
  option,
});

function staticGroups(element) {
  if (element.option_groups)
    return element.option_groups.map((group) => ({ group: wordsOf(group.label), items: group.options.map(itemOf) }));
  return [{ items: (element.options ?? []).map(itemOf) }];
}

const peopleGroups = (slot) => [
  {
    items: slot.surface.world.pickable.map((person) => ({ value: person.id, words: person.real_name || person.name })),
  },
];

const channelGroups = (slot) => [
  {
    items: [...slot.surface.world.channels.values()]
      .filter((channel) => channel.name && !channel.is_archived)
      .filter((channel) => !(channel.is_ext_shared && slot.element.filter?.exclude_external_shared_channels))
      .map((channel) => ({ value: channel.id, words: `#${channel.name}` })),
  },
];

function nativeSelect(slot, groups) {
  const draw = (item) => h("option", { value: item.value, selected: item.value === slot.value }, item.words);
  const select = h(
    "select",
    { class: "choice-list", ...named(slot, "Choose one") },
    h("option", { value: "", selected: slot.value === null }, hintOf(slot.element) || "Choose one"),
    groups.map((group) =>
      group.group ? h("optgroup", { label: group.group }, group.items.map(draw)) : group.items.map(draw),
    ),
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
      slot.surface.tell(complaint(found));
      return staticGroups(
        found.option_groups?.length ? { option_groups: found.option_groups } : { options: found.options },
      );
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
        h(
          "span",
          {},
          drawText(option.text, slot.reader),
          option.description && h("small", {}, drawText(option.description, slot.reader)),
        ),
      ),
    ),
  );
  group.addEventListener("change", async () => {
    if (await slot.put(type === "radio" ? (picked()[0] ?? null) : picked(), group)) return;
    for (const input of group.querySelectorAll("input")) input.checked = isOn(input.value);
  });
  return group;
}

/** Block Kit: every block as a node. */

import { chart } from "./charts.js";
import { h, icon, uid } from "./dom.js";
import { drawElement, isGroup } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { Slot } from "./surface.js";
import { dataTable, table } from "./tables.js";
import { drawText, wordsOf } from "./text.js";

const DRAW = {
  section,
  header: (block) => h(`h${2 + (block.level ?? 1)}`, { class: "header" }, wordsOf(block.text)),
  context,
  divider: () => h("hr"),
  actions: (block, surface) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((element) => drawElement(new Slot(surface, block.block_id, element))),
    ),
  image: figure,
  rich_text: (block, surface) => h("div", { class: "rich" }, richText(block, surface.reader)),
  markdown: (block, surface) => h("div", { class: "rich" }, markdown(block.text, surface.reader)),
  table: (block, surface) => table(block, surface.reader),
  data_table: (block, surface) => dataTable(block, surface.reader),
  data_visualization: (block) => chart(block),
  input,
  alert,
};

/** Draws blocks one below the other. */
export const drawBlocks = (blocks, surface) =>
  blocks.map((block) =>
    h(
      "div",
      { class: `block block-${block.type}`, dataset: { block: block.block_id ?? "" } },
      drawBlock(block, surface),
    ),
  );

function drawBlock(block, surface) {
  const draw = DRAW[block.type];
  return draw
    ? draw(block, surface)
    : h("p", { class: "unknown" }, `The playground does not draw “${block.type}” blocks.`);
}

function section(block, surface) {
  const textId = uid("section");
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-text" },
      block.text && h("div", { id: textId }, drawText(block.text, surface.reader)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", {}, drawText(field, surface.reader))),
        ),
    ),
    block.accessory && h("div", { class: "accessory" }, accessory(block, surface, textId)),
  );
}

/** An accessory without words of its own is named by the section's text. */
function accessory(block, surface, textId) {
  const element = block.accessory;
  if (element.type === "image") return picture(element);
  const nameless =
    block.text && !element.placeholder && !["button", "workflow_button", "overflow"].includes(element.type);
  return drawElement(
    new Slot(surface, block.block_id, element, { labels: nameless ? { "aria-labelledby": textId } : {} }),
  );
}

function context(block, surface) {
  const draw = (element) =>
    element.type === "image" ? picture(element) : h("span", {}, drawText(element, surface.reader));
  return h("div", { class: "context" }, block.elements.map(draw));
}

const picture = (image) =>
  h("img", { src: image.image_url, alt: image.alt_text, loading: "lazy", referrerpolicy: "no-referrer" });

function figure(block) {
  return h("figure", { class: "image" }, block.title && h("figcaption", {}, wordsOf(block.title)), picture(block));
}

function alert(block, surface) {
  const face = icon(block.level === "success" ? "check" : "warn");
  return h(
    "div",
    { class: `alert ${block.level ?? "default"}`, role: "note" },
    face,
    h("div", {}, drawText(block.text, surface.reader)),
  );
}

/** A labelled input; errors come into its last line. */
function input(block, surface) {
  const [controlId, labelId, hintId, errorId] = ["control", "label", "hint", "error"].map(uid);
  const described = [block.hint && hintId, errorId].filter(Boolean).join(" ");
  const group = isGroup(block.element);
  const labels = group
    ? { "aria-labelledby": labelId, "aria-describedby": described }
    : { id: controlId, "aria-describedby": described, "aria-required": block.optional ? null : "true" };
  const slot = new Slot(surface, block.block_id, block.element, { lively: Boolean(block.dispatch_action), labels });
  return h(
    "div",
    { class: "field" },
    h(
      group ? "span" : "label",
      { class: "label", id: labelId, for: group ? null : controlId },
      wordsOf(block.label),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    drawElement(slot),
    block.hint && h("p", { class: "hint", id: hintId }, wordsOf(block.hint)),
    h("p", { class: "field-error", id: errorId, hidden: true }),
  );
}

/** Shows under each input what is wrong with it and moves to the first. Gives what belongs to no input. */
export function showErrors(root, errors) {
  const unplaced = [];
  for (const line of root.querySelectorAll(".field-error")) mark(line, "");
  for (const [blockId, words] of Object.entries(errors)) {
    const line = root.querySelector(`[data-block="${CSS.escape(blockId)}"] .field-error`);
    if (line) mark(line, words);
    else unplaced.push(words);
  }
  root.querySelector("[aria-invalid]")?.focus();
  return unplaced;
}

function mark(line, words) {
  line.hidden = !words;
  line.replaceChildren(...(words ? [icon("warn"), words] : []));
  const control = line.parentElement.querySelector("input, textarea, select");
  if (words) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
}

/** Slack's rich_text blocks. */

import { h } from "./dom.js";
import { dateTokens } from "./clock.js";
import { glyph } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

const INLINE = {
  text: (part) => part.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])),
  link: (part) => link(part.url, part.text || part.url),
  emoji: (part) => glyph(part.name) ?? `:${part.name}:`,
  user: (part, reader) => mention(`@${reader.personName(part.user_id) ?? part.user_id}`, part.user_id === reader.me.id),
  channel: (part, reader) => mention(`#${reader.channelName(part.channel_id) ?? "private channel"}`),
  broadcast: (part) => mention(`@${part.range}`, true),
  usergroup: (part) => mention(`@${part.usergroup_id}`),
  color: (part) => part.value,
  date: (part, reader) =>
    h(
      "time",
      { datetime: new Date(part.timestamp * 1000).toISOString() },
      dateTokens(part.format, part.timestamp, reader.me.tz, reader.now),
    ),
};

const BLOCKS = {
  rich_text_section: (part, reader) => h("div", {}, inline(part.elements, reader)),
  rich_text_quote: (part, reader) => h("blockquote", {}, inline(part.elements, reader)),
  rich_text_preformatted: (part, reader) => h("pre", {}, h("code", {}, inline(part.elements, reader))),
  rich_text_list: (part, reader) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null },
      part.elements.map((item) => h("li", {}, inline(item.elements, reader))),
    ),
};

function inline(parts, reader) {
  return parts.flatMap((part) => {
    const nodes = [INLINE[part.type]?.(part, reader) ?? part.text ?? ""].flat();
    return Object.entries(STYLES).reduce(
      (inner, [style, tag]) => (part.style?.[style] ? [h(tag, {}, inner)] : inner),
      nodes,
    );
  });
}

/** The nodes of a rich_text block or cell. */
export const richText = (block, reader) =>
  block.elements.map((part) => BLOCKS[part.type]?.(part, reader) ?? inline([part], reader)).flat();

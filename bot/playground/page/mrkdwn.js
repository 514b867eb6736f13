/** Slack's mrkdwn as DOM nodes. What cannot be understood stays as it was typed. */

import { dateTokens } from "./clock.js";
import { h } from "./dom.js";
import { glyph } from "./emoji.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const PAIRS = { "*": "strong", _: "em", "~": "s" };
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const WORD = /[\p{L}\p{N}_]/u;

/** "&amp; &lt; &gt;" → "& < >" */
export const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):(:skin-tone-[2-6]:)?/g, (all, name) => glyph(name) ?? all);

/** Plain text as it is read: entities and emoji shortcodes resolved. */
export const plain = (text) => withEmoji(unescape(text ?? ""));

/** A link that opens beside the page; anything but http(s), mailto and tel stays text. */
export function link(url, children) {
  if (!SAFE_LINK.test(url)) return h("span", {}, children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** A name that stands out: a person, a channel, everyone. */
export const mention = (text, mine = false) => h("span", { class: mine ? "mention mine" : "mention" }, text);

/**
 * The nodes of a mrkdwn text.
 * @param {string} text as Slack stores it, `& < >` escaped
 * @param {{personName: Function, channelName: Function, me: {id: string, tz: string}, now: Date}} reader who reads it
 */
export function mrkdwn(text, reader) {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, codeText(part)))];
    return part ? lines(part, reader) : [];
  });
}

/** Quoted lines become a blockquote; the others keep their line breaks. */
function lines(text, reader) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = /^(&gt;|>)/.test(line);
    const words = quoted ? line.replace(/^(&gt;|>) ?/, "") : line;
    if (runs.at(-1)?.quoted === quoted) runs.at(-1).lines.push(words);
    else runs.push({ quoted, lines: [words] });
  }
  return runs.flatMap((run) => {
    const nodes = run.lines.flatMap((line, index) => [...(index ? [h("br")] : []), ...inline(line, reader)]);
    return run.quoted ? [h("blockquote", {}, nodes)] : nodes;
  });
}

/** One line: tries what may start here, else takes the character as text. */
function inline(line, reader) {
  const nodes = [];
  let words = "";
  const flush = () => {
    if (words) nodes.push(withEmoji(words));
    words = "";
  };
  let at = 0;
  while (at < line.length) {
    const found =
      code(line, at) ?? entity(line, at, reader) ?? bareLink(line, at) ?? pair(line, at, reader) ?? escaped(line, at);
    if (found) {
      if (found.node) (flush(), nodes.push(found.node));
      else words += found.text;
      at += found.length;
    } else {
      words += line[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

const codeText = (text) => unescape(text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target, label) => label || target));

function code(line, at) {
  if (line[at] !== "`") return null;
  const end = line.indexOf("`", at + 1);
  return end > at + 1 ? { node: h("code", {}, codeText(line.slice(at + 1, end))), length: end - at + 1 } : null;
}

function entity(line, at, reader) {
  const match = line[at] === "<" && /^<([^<>]+)>/.exec(line.slice(at));
  return match ? { node: special(match[1], reader), length: match[0].length } : null;
}

/** What stands between < and >. */
function special(inner, reader) {
  const [target, label] = split(inner);
  const kind = target[0];
  if (kind === "@")
    return mention(
      `@${reader.personName(target.slice(1)) ?? (unescape(label) || target.slice(1))}`,
      target.slice(1) === reader.me.id,
    );
  if (kind === "#") return mention(`#${reader.channelName(target.slice(1)) ?? (unescape(label) || "private channel")}`);
  if (target.startsWith("!date^")) return date(target, label, reader);
  if (kind === "!") return mention(unescape(label) || `@${target.slice(1).split("^")[0]}`, true);
  return link(unescape(target), unescape(label) || unescape(target).replace(/^(mailto|tel):/, ""));
}

function split(inner) {
  const bar = inner.indexOf("|");
  return bar < 0 ? [inner, ""] : [inner.slice(0, bar), inner.slice(bar + 1)];
}

/** `<!date^unix^{date_short} at {time}^link|fallback>` in the reader's zone. */
function date(target, fallback, reader) {
  const [, seconds, pattern, url] = target.split("^");
  if (!/^\d+$/.test(seconds) || !pattern) return document.createTextNode(unescape(fallback));
  const words = dateTokens(unescape(pattern), Number(seconds), reader.me.tz, reader.now);
  const node = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: reader.me.tz }, words);
  return url ? link(unescape(url), node) : node;
}

function bareLink(line, at) {
  if (line[at] !== "h" || WORD.test(line[at - 1] ?? "")) return null;
  const match = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)*_~'"]/.exec(line.slice(at));
  return match ? { node: link(unescape(match[0]), unescape(match[0])), length: match[0].length } : null;
}

/** *bold*, _italic_, ~struck~: only around words, never inside one. */
function pair(line, at, reader) {
  const mark = line[at];
  const tag = PAIRS[mark];
  if (!tag || WORD.test(line[at - 1] ?? "") || /\s/.test(line[at + 1] ?? " ") || line[at + 1] === mark) return null;
  for (let end = line.indexOf(mark, at + 2); end > 0; end = line.indexOf(mark, end + 1)) {
    if (insideBrackets(line, at, end)) continue;
    if (/\s/.test(line[end - 1]) || WORD.test(line[end + 1] ?? "")) continue;
    return { node: h(tag, {}, inline(line.slice(at + 1, end), reader)), length: end - at + 1 };
  }
  return null;
}

const insideBrackets = (line, from, at) => line.lastIndexOf("<", at) > Math.max(from, line.lastIndexOf(">", at));

function escaped(line, at) {
  const match = line[at] === "&" && /^&(amp|lt|gt);/.exec(line.slice(at));
  return match ? { text: ENTITIES[match[0]], length: match[0].length } : null;
}

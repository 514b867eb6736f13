/** The `markdown` block: the common part of Markdown, as DOM nodes. */

import { h } from "./dom.js";
import { link, plain } from "./mrkdwn.js";

const INLINE = [
  [/^`([^`\n]+)`/, (match) => h("code", {}, match[1])],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (match) => h("strong", {}, inline(match[1]))],
  [/^[*_](?=[^\s*_])([^*_\n]*?[^\s*_])[*_]/, (match) => h("em", {}, inline(match[1]))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (match) => h("s", {}, inline(match[1]))],
  [/^\[([^\]\n]+)\]\(([^)\s]+)\)/, (match) => link(match[2], inline(match[1]))],
];

function inline(text) {
  const nodes = [];
  let words = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const found = INLINE.map(([pattern, draw]) => [pattern.exec(rest), draw]).find(([match]) => match);
    if (found) {
      nodes.push(plain(words), found[1](found[0]));
      words = "";
    } else words += text[at];
    at += found ? found[0][0].length : 1;
  }
  return [...nodes, plain(words)];
}

const withBreaks = (lines) => lines.flatMap((line, index) => (index ? [h("br"), ...inline(line)] : inline(line)));

const PIECES = [
  [
    /^#{1,6} /,
    (lines) => lines.map((line) => h(`h${Math.min(6, 2 + line.indexOf(" "))}`, {}, inline(line.replace(/^#+ /, "")))),
  ],
  [/^> ?/, (lines) => h("blockquote", {}, withBreaks(lines.map((line) => line.replace(/^> ?/, ""))))],
  [
    /^[-*] /,
    (lines) =>
      h(
        "ul",
        {},
        lines.map((line) => h("li", {}, inline(line.slice(2)))),
      ),
  ],
  [
    /^\d+[.)] /,
    (lines) =>
      h(
        "ol",
        {},
        lines.map((line) => h("li", {}, inline(line.replace(/^\d+[.)] /, "")))),
      ),
  ],
  [/^(---|\*\*\*)$/, () => h("hr")],
  [/^\s*$/, () => []],
  [/^/, (lines) => h("p", {}, withBreaks(lines))],
];

/** The nodes of a Markdown text. */
export function markdown(text) {
  return text
    .split(/^```.*\n([\s\S]*?)^```$/m)
    .flatMap((part, index) => (index % 2 ? [h("pre", {}, h("code", {}, part))] : pieces(part)));
}

function pieces(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const kind = PIECES.findIndex(([pattern]) => pattern.test(line));
    if (runs.at(-1)?.kind === kind) runs.at(-1).lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap((run) => PIECES[run.kind][1](run.lines));
}

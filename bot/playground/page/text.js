/** Slack's text objects, and fields that take one. */

import { h } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";

/** The nodes of a text object: mrkdwn is drawn, plain text keeps its line breaks. */
export function drawText(text, reader) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text, reader);
  return plain(text.text)
    .split("\n")
    .flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

/** The words of a text object, for labels and titles. */
export const wordsOf = (text) => (text ? plain(text.text).trim() : "");

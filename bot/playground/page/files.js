/** Files: what goes with a message one writes, and how it stands in a message. */

import { h, icon, refill } from "./dom.js";

const MOST = 10;
const UNITS = ["bytes", "kB", "MB"];

/** "12 bytes", "3 kB", "1.5 MB". */
export function sizeOf(bytes) {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return `${Number((bytes / 1000 ** step).toFixed(step > 1 ? 1 : 0))} ${UNITS[step]}`;
}

/** A file in a message: a link that saves it. */
export function fileLink(file, me) {
  const address = `/play/file/${file.id}?user=${me.id}`;
  return h(
    "a",
    { class: "block file", href: address, download: file.name },
    file.is_picture ? h("img", { src: address, alt: file.title }) : icon("file"),
    h("span", {}, h("b", {}, file.title), h("small", {}, `${file.kind}, ${sizeOf(file.size)}`)),
  );
}

/** The files that go with what one is about to write. `changed` is called whenever there are more or fewer. */
export class Attachments {
  constructor(changed) {
    this.files = [];
    this.changed = changed;
    this.input = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      onchange: () => {
        this.add([...this.input.files]);
        this.input.value = "";
      },
    });
    this.button = h(
      "button",
      {
        type: "button",
        class: "btn icon-only bare",
        "aria-label": "Attach files",
        title: "Attach files",
        onclick: () => this.input.click(),
      },
      icon("clip"),
    );
    this.list = h("ul", { class: "chips attached", "aria-label": "Attached files", hidden: true });
  }

  /** More files; one of the same name takes the place of the other. */
  add(files) {
    const names = new Set(files.map((file) => file.name));
    this.set([...this.files.filter((file) => !names.has(file.name)), ...files].slice(0, MOST));
  }

  /** Gives the files away. */
  take() {
    const { files } = this;
    this.set([]);
    return files;
  }

  set(files) {
    this.files = files;
    this.list.hidden = !files.length;
    refill(
      this.list,
      files.map((file) => this.chip(file)),
    );
    this.changed();
  }

  chip(file) {
    return h(
      "li",
      {},
      file.name,
      h("small", {}, ` ${sizeOf(file.size)}`),
      h(
        "button",
        {
          type: "button",
          "aria-label": `Remove ${file.name}`,
          onclick: () => this.set(this.files.filter((other) => other !== file)),
        },
        icon("close"),
      ),
    );
  }
}

/** What Slack would say to these files, or "". */
export function whyNoFiles(files) {
  const empty = files.filter((file) => !file.size).map((file) => file.name);
  return empty.length ? `${empty.join(", ")} is empty, so it could not be uploaded.` : "";
}

/** As the server takes them: `{name, content}`, the content in base64. */
export const packed = (files) =>
  Promise.all(files.map(async (file) => ({ name: file.name, content: await base64(file) })));

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

/** Lets files be dropped anywhere on a node, and be pasted there; `take(files)` gets them where `mayTake()`. */
export function dropZone(node, mayTake, take) {
  const holdsFiles = (transfer) => Boolean(transfer?.types.includes("Files")) && mayTake();
  const drop = (event, transfer) => {
    node.classList.remove("dropping");
    if (!holdsFiles(transfer)) return;
    event.preventDefault();
    take([...transfer.files]);
  };
  node.addEventListener("dragover", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    node.classList.add("dropping");
  });
  node.addEventListener("dragleave", (event) => {
    if (!node.contains(event.relatedTarget)) node.classList.remove("dropping");
  });
  node.addEventListener("drop", (event) => drop(event, event.dataTransfer));
  node.addEventListener("paste", (event) => drop(event, event.clipboardData));
}

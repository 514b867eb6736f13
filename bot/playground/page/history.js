/** What a person sent before, newest last, for as long as the tab lives. */

const MOST = 50;

/** The up and down arrows of a composer. */
export class History {
  #key = "";
  #lines = [];
  #at = 0;

  /** Whose history it is. */
  of(person) {
    this.#key = `tend.sent.${person}`;
    this.#lines = JSON.parse(sessionStorage.getItem(this.#key) ?? "[]");
    this.#at = this.#lines.length;
  }

  /** True while an older line stands in the field. */
  get browsing() {
    return this.#at < this.#lines.length;
  }

  add(line) {
    this.#lines = [...this.#lines.filter((other) => other !== line), line].slice(-MOST);
    this.#at = this.#lines.length;
    sessionStorage.setItem(this.#key, JSON.stringify(this.#lines));
  }

  /** The line before, or null at the beginning. */
  older() {
    if (this.#at === 0) return null;
    this.#at -= 1;
    return this.#lines[this.#at];
  }

  /** The line after; after the newest one, an empty one. */
  newer() {
    this.#at += 1;
    return this.#lines[this.#at] ?? "";
  }
}

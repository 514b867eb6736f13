/** The Home that the bot published for the person acted as. */

import { look } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { h, refill } from "./dom.js";

/** `desk` is the App. */
export class Home {
  constructor(desk) {
    this.desk = desk;
    this.node = h("div", { class: "page home", tabindex: "-1" });
  }

  /** The face, the name and a line for the head of the place. */
  get title() {
    const { world, me } = this.desk;
    return [avatar(world, world.app.bot_user), `${world.app.name} Home`, `As ${me.real_name} sees it`];
  }

  /** Empties the page, for another person. */
  open() {
    this.node.replaceChildren();
    delete this.node.dataset.print;
  }

  /** Shows what is published, if this is still where one is. */
  async fetch(isHere) {
    const { view } = await look("/play/home", { user: this.desk.me.id });
    const print = JSON.stringify(view);
    if (isHere() && print !== this.node.dataset.print) this.draw(view, print);
  }

  draw(view, print) {
    const scroll = this.node.scrollTop;
    const complaint = h("p", { class: "complaint", role: "alert" });
    const tell = (words) => (complaint.textContent = words);
    const held = this.node.contains(document.activeElement);
    const nothing = h("p", { class: "note" }, `${this.desk.world.app.name} has put nothing here yet.`);
    refill(
      this.node,
      view ? drawBlocks(view.blocks, this.desk.surface(view.id, { view_id: view.id }, view.blocks, tell)) : nothing,
      complaint,
    );
    this.node.dataset.print = print;
    this.node.scrollTop = scroll;
    if (held) this.node.focus({ preventScroll: true });
  }
}

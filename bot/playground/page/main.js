/** Starts the page. */

import { look } from "./api.js";
import { App } from "./app.js";
import { hear } from "./changes.js";
import { h, icon, refill } from "./dom.js";
import { listen } from "./stream.js";

/** On a narrow window the places are a drawer behind a button. */
function drawer() {
  const toggle = document.querySelector(".places-toggle");
  refill(toggle, icon("menu"));
  const open = (isOpen) => {
    document.body.classList.toggle("places-open", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => open(!document.body.classList.contains("places-open")));
  window.addEventListener("hashchange", () => open(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  document.getElementById("place").addEventListener("click", () => open(false));
}

async function main() {
  drawer();
  const app = new App(await look("/play/start"));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address is ours: it says who and where one is
    app.focusComposer();
  });
  await app.arrive();
  listen(
    (event) => hear(app, event),
    (isLost) => app.lost(isLost),
  );
  document.body.dataset.ready = "true";
}

main().catch((error) => {
  document.getElementById("place").append(h("p", { class: "complaint", role: "alert" }, error.message));
  throw error;
});

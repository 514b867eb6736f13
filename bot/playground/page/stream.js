/** What changed, as the server tells it. */

/** Calls `hear(event)` for every change; the browser reconnects by itself, `lost(true)` tells when it has to. */
export function listen(hear, lost) {
  const source = new EventSource("/play/stream");
  source.addEventListener("open", () => lost(false));
  source.addEventListener("error", () => lost(true));
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => source.close());
  return source;
}

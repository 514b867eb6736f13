/** Requests to the playground's server. */

/** A request that was refused; `message` is a sentence for people. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refusal("unreachable", "The playground does not answer. Is it still running in your terminal?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok)
    throw new Refusal(
      body.error ?? `http_${answer.status}`,
      body.message ?? `The playground answered ${answer.status}.`,
    );
  return body;
}

/** GET with a query: `look("/play/home", {user: "U0ANA"})`. */
export const look = (path, query = {}) => request(`${path}?${new URLSearchParams(query)}`);

/** POST as JSON: `act("/play/command", {user, channel, text})`. */
export const act = (path, body) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** The sentence to show for what an act answered, or "" when all went well. */
export const complaint = (seen) => (seen.error ? (seen.error_text ?? `Something went wrong: ${seen.error}`) : "");

/**
 * A function that fetches and shows something, one run at a time; calls that come meanwhile get one more run.
 * A refusal is let pass: what could not be fetched comes with the next change, or when the connection is back.
 */
export function refresher(work) {
  let running = null;
  let again = null;
  const run = () => {
    if (running) return (again ??= running.then(() => ((again = null), run())));
    running = work()
      .catch(letRefusalsPass)
      .finally(() => (running = null));
    return running;
  };
  return run;
}

function letRefusalsPass(error) {
  if (!(error instanceof Refusal)) throw error;
}

/** Without a terminal a step that still runs says so this often, in ms. */
const reminderEvery = 15_000;

const running = /** @type {Map<string, number>} */ (new Map());
const terminal = process.stderr.isTTY;

/**
 * Shows on standard error that `work` runs: elapsed seconds on one line of a terminal, else a line every 15 s.
 * @template T
 * @param {string} label what is done, as in "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const started = Date.now();
  running.set(label, started);
  const timer = setInterval(() => (terminal ? draw() : say(labelled(label, started))), terminal ? 200 : reminderEvery);
  if (terminal) draw();
  else say(`${label} ...`);
  try {
    const result = await work();
    finish(label, `${label}: done in ${seconds(started)} s`);
    return result;
  } catch (error) {
    finish(label, `${label}: failed after ${seconds(started)} s (${messageOf(error).split('\n')[0]})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/** @param {number} started */
const seconds = (started) => Math.round((Date.now() - started) / 1000);

/**
 * @param {string} label
 * @param {number} started
 */
const labelled = (label, started) => `${label} ... ${seconds(started)} s`;

function draw() {
  const line = [...running].map(([label, started]) => labelled(label, started)).join('  ·  ');
  process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

/**
 * @param {string} label
 * @param {string} line
 */
function finish(label, line) {
  running.delete(label);
  if (terminal) process.stderr.write('\r\x1b[K');
  say(line);
}

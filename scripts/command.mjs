import { spawn } from 'node:child_process';

/** Of a failed command's output the first and the last lines are shown: the reason stands in either. */
const shownLines = 8;

/** What still runs does not outlive this process. */
const running = /** @type {Set<import('node:child_process').ChildProcess>} */ (new Set());
process.on('exit', () => running.forEach((child) => child.kill()));

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function start(command, args, options) {
  const child = spawn(command, args, options);
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
}

/**
 * Runs a command quietly to its end and returns its standard output; a failure carries what it wrote.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    let everything = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      everything += chunk;
    });
    child.stderr?.on('data', (chunk) => (everything += chunk));
    child.on('error', (error) => reject(new Error(`${command} did not start: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args[0] ?? ''} ended with ${signal ?? code}:\n${shortened(everything)}`));
    });
  });
}

/** @param {string} text */
function shortened(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= 2 * shownLines) return lines.join('\n');
  return [...lines.slice(0, shownLines), '...', ...lines.slice(-shownLines)].join('\n');
}

/**
 * Runs a command with this process's own input and output.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function attach(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { programs } from './install/table.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, isMain } from './paths.mjs';
import { messageOf, step } from './progress.mjs';

/** @typedef {import('./install/table.mjs').Program} Program */
/** @typedef {keyof typeof programs} ProgramName */

export const stackPrograms = /** @type {ProgramName[]} */ (['temporal', 'prometheus', 'alertmanager']);
export const allPrograms = /** @type {ProgramName[]} */ (Object.keys(programs));

/**
 * Finds or installs programs one after another and returns their paths as environment variables.
 * @param {ProgramName[]} names
 * @returns {Promise<Record<string, string>>}
 */
export async function resolvePrograms(names) {
  /** @type {Record<string, string>} */
  const variables = {};
  for (const name of names) variables[programs[name].variable] = await resolveProgram(name, programs[name]);
  return variables;
}

/**
 * The path of a program: its variable, then PATH, then the cache, then an installation that suits this machine.
 * @param {string} name
 * @param {Program} program
 */
export async function resolveProgram(name, program) {
  return (await find(name, program)) ?? withLock(join(cacheFolder(), 'locks', name), () => install(name, program));
}

/** @param {string} name @param {Program} program */
const cached = (name, program) => join(cacheFolder(), `${name}-${program.version}`, name);

/**
 * @param {string} name
 * @param {Program} program
 * @returns {Promise<string | undefined>}
 */
async function find(name, program) {
  const given = process.env[program.variable];
  if (given) {
    if (await isExecutable(given)) return given;
    throw new Error(`${program.variable} names ${given}, which is no executable file. Correct it or unset it.`);
  }
  return (await findOnPath(program.onPath)) ?? firstExecutable([cached(name, program)]);
}

/** @param {string[]} names */
function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return firstExecutable(folders.flatMap((folder) => names.map((name) => join(folder, name))));
}

/** @param {string[]} files */
async function firstExecutable(files) {
  for (const file of files) if (await isExecutable(file)) return file;
  return undefined;
}

/** @param {string} file */
const isExecutable = (file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * @param {string} name
 * @param {Program} program
 * @returns {Promise<string>}
 */
async function install(name, program) {
  const already = await find(name, program);
  if (already !== undefined) return already;
  const reasons = [];
  for (const recipe of program.recipes) {
    if (!(await recipe.suits())) {
      reasons.push(`${recipe.label}: not usable here`);
      continue;
    }
    try {
      return await step(`Installing ${program.title} (${recipe.label})`, () => installBy(recipe, name, program));
    } catch (error) {
      reasons.push(`${recipe.label}: ${messageOf(error)}`);
    }
  }
  const how = `Install ${program.byHand} by hand and set ${program.variable} to its path.`;
  throw new Error(`${program.title} could not be installed. ${how} Tried: ${reasons.join('; ')}`);
}

/** @param {string} from @param {string} to */
async function replaceFolder(from, to) {
  await rm(to, { recursive: true, force: true });
  await rename(from, to);
}

/**
 * Installs into a temporary folder that takes its final name in one step, so that the cache never holds half a program.
 * @param {import('./install/recipes.mjs').Recipe} recipe
 * @param {string} name
 * @param {Program} program
 */
async function installBy(recipe, name, program) {
  const target = cached(name, program);
  const temporary = join(cacheFolder(), `.${name}`);
  await rm(temporary, { recursive: true, force: true }); // what a killed installation left
  await mkdir(temporary, { recursive: true });
  try {
    await recipe.into(temporary, name);
    if (!recipe.onPath) await replaceFolder(temporary, dirname(target));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  const installed = recipe.onPath ? await findOnPath(program.onPath) : await firstExecutable([target]);
  if (installed === undefined) throw new Error(`the installation brought no ${program.onPath.join(' or ')}`);
  return installed;
}

if (isMain(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in programs));
  if (names.length === 0 || unknown.length > 0) {
    console.error(`Usage: node scripts/programs.mjs NAME...\nNames: ${allPrograms.join(', ')}`);
    process.exit(2);
  }
  try {
    const found = await resolvePrograms(/** @type {ProgramName[]} */ (names));
    for (const [variable, path] of Object.entries(found)) console.log(`${variable}=${path}`);
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}

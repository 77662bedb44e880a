import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';

interface InstalledSdk {
  version: string;
  /** Folder of the SDK's compiled files and type declarations. */
  distribution: string;
  /** Folder that holds `node_modules`. */
  root: string;
}

let loaded: GraphQLSchema | undefined;

/**
 * Linear's GraphQL schema, rebuilt from the declarations of the installed `@linear/sdk` and kept in `.cache/` under the
 * SDK's version. Against the published schema it lacks only default values of arguments.
 */
export function loadLinearSchema(): GraphQLSchema {
  loaded ??= buildSchema(cachedSdl(findSdk()), { assumeValidSDL: true, noLocation: true });
  return loaded;
}

function findSdk(): InstalledSdk {
  const distribution = path.dirname(require.resolve('@linear/sdk'));
  const packageFolder = path.dirname(distribution);
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return { version, distribution, root: packageFolder.slice(0, packageFolder.lastIndexOf('node_modules')) };
}

function cachedSdl(sdk: InstalledSdk): string {
  const file = path.join(sdk.root, '.cache', `linear-schema-${sdk.version}.graphql`);
  const cached = readIfThere(file);
  if (cached !== undefined) return cached;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- brings the TypeScript compiler, needed once per SDK version
  const { sdlFromDeclarations } = require('./sdl') as typeof import('./sdl');
  const sdl = sdlFromDeclarations(readFileSync(largestDeclarationFile(sdk.distribution), 'utf8'));
  keep(file, sdl);
  return sdl;
}

/** The SDK's bundler gives the file that holds all types a name with a hash in it. */
function largestDeclarationFile(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.d.mts') || name.endsWith('.d.ts'));
  const bySize = files.map((name) => path.join(folder, name)).sort((a, b) => statSync(b).size - statSync(a).size);
  if (bySize[0] === undefined) throw new Error(`No type declarations in ${folder}. Run "npm ci" and start again.`);
  return bySize[0];
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Written aside and renamed, so that several processes may start at once. A folder that can't be written costs speed only. */
function keep(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch {
    return;
  }
}

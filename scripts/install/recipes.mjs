import { versions } from '../versions.mjs';
import { installDebian, isRootOnDebian } from './debian.mjs';
import { downloadExecutable, downloadFromArchive, fetchText, platform, publishedSha256 } from './download.mjs';
import { goBuild, goInstall, hasGo, publishedStaging } from './go.mjs';

/**
 * One way to install a program. `into` leaves `folder`/`name`, or returns nothing and the program is on PATH afterwards.
 * @typedef {{ label: string, suits: () => Promise<boolean>, onPath?: boolean,
 *   into: (folder: string, name: string) => Promise<void> }} Recipe
 */

/** @param {string[]} packages @returns {Recipe} */
const debian = (...packages) => ({
  label: 'Debian packages',
  suits: isRootOnDebian,
  onPath: true,
  into: () => installDebian(packages),
});

/** @param {Recipe['into']} into @returns {Recipe} */
const download = (into) => ({ label: 'download', suits: async () => true, into });

/** @param {Recipe['into']} into @returns {Recipe} */
const go = (into) => ({ label: 'Go', suits: hasGo, into });

const { system, processor } = platform;

/**
 * A release archive of the Prometheus project, checked against the digests of the same release.
 * @param {string} project
 * @param {string} version
 */
const prometheusRelease = (project, version) =>
  download(async (folder, name) => {
    const base = `https://github.com/prometheus/${project}/releases/download/v${version}`;
    const archive = `${project}-${version}.${system}-${processor}`;
    const sha256 = await publishedSha256(`${base}/sha256sums.txt`, `${archive}.tar.gz`);
    await downloadFromArchive({
      url: `${base}/${archive}.tar.gz`,
      folder,
      name,
      inside: `${archive}/${project}`,
      sha256,
    });
  });

/** The same service that the Temporal SDK asks for its development server. */
const temporalRelease = download(async (folder, name) => {
  const query = `arch=${processor}&platform=${system}&format=tar.gz`;
  const info = JSON.parse(await fetchText(`https://temporal.download/cli/v${versions.temporal}?${query}`));
  await downloadFromArchive({ url: info.archiveUrl, folder, name, inside: info.fileToExtract });
});

/** @param {string} component */
const kubernetesRelease = (component) =>
  download(async (folder, name) => {
    const url = `https://dl.k8s.io/v${versions.kubernetes}/bin/${system}/${processor}/${component}`;
    await downloadExecutable({ url, folder, name, sha256: (await fetchText(`${url}.sha256`)).trim() });
  });

/** @param {string} component */
const kubernetesBuild = (component) =>
  go((folder, name) => {
    const version = versions.kubernetes;
    const settings = { gitVersion: `v${version}`, gitMajor: '1', gitMinor: version.split('.')[1] };
    return goBuild({
      module: 'k8s.io/kubernetes',
      main: `k8s.io/kubernetes/cmd/${component}`,
      version,
      folder,
      name,
      flags: Object.entries(settings)
        .map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`)
        .join(' '),
      edit: publishedStaging(version),
    });
  });

export const temporal = [
  temporalRelease,
  go((folder) => goInstall({ main: 'github.com/temporalio/cli/cmd/temporal', version: versions.temporal, folder })),
];

export const prometheus = [
  debian('prometheus', 'prometheus-alertmanager'),
  prometheusRelease('prometheus', versions.prometheus),
  go((folder, name) => {
    const module = 'github.com/prometheus/prometheus';
    return goBuild({ module, main: `${module}/cmd/prometheus`, version: versions.prometheusModule, folder, name });
  }),
];

export const alertmanager = [
  debian('prometheus-alertmanager'),
  prometheusRelease('alertmanager', versions.alertmanager),
  go((folder, name) => {
    const module = 'github.com/prometheus/alertmanager';
    return goBuild({ module, main: `${module}/cmd/alertmanager`, version: versions.alertmanager, folder, name });
  }),
];

export const etcd = [
  debian('etcd-server'),
  download(async (folder, name) => {
    const archive = `etcd-v${versions.etcd}-${system}-${processor}`;
    const base = `https://github.com/etcd-io/etcd/releases/download/v${versions.etcd}`;
    const sha256 = await publishedSha256(`${base}/SHA256SUMS`, `${archive}.tar.gz`);
    await downloadFromArchive({ url: `${base}/${archive}.tar.gz`, folder, name, inside: `${archive}/etcd`, sha256 });
  }),
];

export const kubernetes = (/** @type {string} */ component) => [
  kubernetesRelease(component),
  kubernetesBuild(component),
];

export const kwok = [
  download((folder, name) => {
    const base = `https://github.com/kubernetes-sigs/kwok/releases/download/v${versions.kwok}`;
    return downloadExecutable({ url: `${base}/kwok-${system}-${processor}`, folder, name });
  }),
  go((folder) => goInstall({ main: 'sigs.k8s.io/kwok/cmd/kwok', version: versions.kwok, folder })),
];

export const jaeger = [
  go((folder, name) => {
    const module = 'github.com/jaegertracing/jaeger';
    return goBuild({ module, main: `${module}/cmd/jaeger`, version: versions.jaeger, folder, name });
  }),
];

export const chromium = [debian('chromium', 'fonts-liberation')];

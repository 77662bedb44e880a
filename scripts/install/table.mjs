import { versions } from '../versions.mjs';
import * as recipes from './recipes.mjs';

/**
 * @typedef {{ title: string, variable: string, onPath: string[], version: string,
 *   recipes: import('./recipes.mjs').Recipe[], byHand: string }} Program
 */

/** @param {string} component @param {string} variable @returns {Program} */
const kubernetes = (component, variable) => ({
  title: component,
  variable,
  onPath: [component],
  version: versions.kubernetes,
  recipes: recipes.kubernetes(component),
  byHand: `${component} ${versions.kubernetes} from https://kubernetes.io/releases/download`,
});

/** Every outside program, by the name that the scripts use. `byHand` completes "Install …". */
export const programs = /** @satisfies {Record<string, Program>} */ ({
  temporal: {
    title: 'Temporal command line',
    variable: 'TEMPORAL_CLI_PATH',
    onPath: ['temporal'],
    version: versions.temporal,
    recipes: recipes.temporal,
    byHand: 'the Temporal CLI from https://docs.temporal.io/cli',
  },
  prometheus: {
    title: 'Prometheus',
    variable: 'PROMETHEUS_PATH',
    onPath: ['prometheus'],
    version: versions.prometheus,
    recipes: recipes.prometheus,
    byHand: 'Prometheus from https://prometheus.io/download',
  },
  alertmanager: {
    title: 'Alertmanager',
    variable: 'ALERTMANAGER_PATH',
    onPath: ['alertmanager', 'prometheus-alertmanager'],
    version: versions.alertmanager,
    recipes: recipes.alertmanager,
    byHand: 'Alertmanager from https://prometheus.io/download',
  },
  etcd: {
    title: 'etcd',
    variable: 'ETCD',
    onPath: ['etcd'],
    version: versions.etcd,
    recipes: recipes.etcd,
    byHand: 'etcd from https://etcd.io/docs/latest/install',
  },
  'kube-apiserver': kubernetes('kube-apiserver', 'KUBE_APISERVER'),
  'kube-controller-manager': kubernetes('kube-controller-manager', 'KUBE_CONTROLLER_MANAGER'),
  'kube-scheduler': kubernetes('kube-scheduler', 'KUBE_SCHEDULER'),
  kwok: {
    title: 'kwok',
    variable: 'KWOK',
    onPath: ['kwok'],
    version: versions.kwok,
    recipes: recipes.kwok,
    byHand: 'kwok from https://kwok.sigs.k8s.io',
  },
  jaeger: {
    title: 'Jaeger',
    variable: 'JAEGER',
    onPath: ['jaeger'],
    version: versions.jaeger,
    recipes: recipes.jaeger,
    byHand: 'Jaeger from https://www.jaegertracing.io/download',
  },
  chromium: {
    title: 'Chromium',
    variable: 'CHROMIUM',
    onPath: ['chromium', 'chromium-browser', 'google-chrome'],
    version: 'packaged',
    recipes: recipes.chromium,
    byHand: 'Chromium or Google Chrome',
  },
});

/** The workflow types that a worker registers. */
export { incident } from './incident';
export { reconcileAlertmanager, reconcileLinear } from './reconcile';

import { Problem } from './problem';

/** One answer for every wrong signature, so that a sender learns nothing from it. */
export function demandSignature(holds: boolean, source: string): void {
  if (holds) return;
  throw new Problem({
    reason: 'signature',
    status: 401,
    title: 'Wrong signature',
    detail: `The signature is missing, wrong or too old; check the signing secret of ${source} and the clock.`,
  });
}

/** A jest reporter that ends the run with one plain line, `N passed, N failed` and, where there are any, `, N skipped`. */
export default class TotalsReporter {
  /**
   * @param {unknown} _contexts
   * @param {import('@jest/test-result').AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    const line = totals(results);
    process.on('exit', () => console.log(line));
  }
}

/**
 * A test file that did not even load counts as one failed test.
 * @param {Pick<import('@jest/test-result').AggregatedResult, 'numPassedTests' | 'numFailedTests' |
 *   'numRuntimeErrorTestSuites' | 'numPendingTests'>} results
 */
function totals({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests }) {
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}`;
}

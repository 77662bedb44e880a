/** Prometheus could not be asked: it is down, slow, or answers something else. Worth another try. */
export class PrometheusUnavailable extends Error {
  override readonly name = 'PrometheusUnavailable';
}

/** Prometheus understood the request and will not answer it, mostly because the query is wrong. Repeating it is useless. */
export class PrometheusRefused extends Error {
  override readonly name = 'PrometheusRefused';
}

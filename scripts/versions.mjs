/** The one place that pins the outside programs. The versions of npm packages stand in package.json. */
export const versions = {
  /** Brings Temporal server 1.29.1 and its Web UI; later tags of the command line do not build with `go install`. */
  temporal: '1.5.1',
  prometheus: '3.5.0',
  /** Prometheus numbers its Go module 0.MMMNN.P for version M.N.P. */
  prometheusModule: '0.305.0',
  alertmanager: '0.28.1',
  /** 1.33 works with the etcd 3.4 of Debian 12. */
  kubernetes: '1.33.13',
  etcd: '3.5.21',
  kwok: '0.7.0',
  jaeger: '1.76.0',
};

import { Fleet } from '../../sandbox/fleet/fleet';
import { exposition } from '../../sandbox/fleet/metrics';

let now: number;
let fleet: Fleet;
const app = (): NonNullable<ReturnType<Fleet['workload']>> => fleet.workload('production', 'app')!;

beforeEach(() => {
  now = Date.parse('2026-01-05T09:00:00Z');
  fleet = new Fleet({ now: () => now });
});

it('shares load among the replicas that serve, and new ones serve after a while', () => {
  fleet.setLoad(app(), 190);
  expect(fleet.cpuPercent(app())).toBe(95);
  fleet.scale(app(), 3);
  expect(fleet.cpuPercent(app())).toBe(95);
  now += 1000;
  expect(fleet.cpuPercent(app())).toBeCloseTo(63.33, 2);
  expect(app().pods[0]!.name).toBe('app-xyz');
});

it('fails requests while it is overloaded, and recovers after scaling', () => {
  fleet.setLoad(app(), 190);
  const overloaded = fleet.serviceLevel(app());
  expect(overloaded.target).toBe(0.999);
  expect(overloaded.current).toBeCloseTo(0.9985, 6);
  expect(overloaded.burnRate).toBeCloseTo(0.0005, 6);
  now += 60_000;
  const spent = fleet.serviceLevel(app()).budgetRemaining;
  expect(spent).toBeLessThan(0.4);
  fleet.scale(app(), 3);
  now += 60_000;
  const recovered = fleet.serviceLevel(app());
  expect(recovered).toMatchObject({ current: 0.9995, burnRate: 0 });
});

it('shows itself in the text format of Prometheus', () => {
  fleet.setLoad(app(), 100);
  const lines = exposition(fleet).split('\n');
  expect(lines).toContain('# TYPE pod_cpu_usage_percent gauge');
  expect(lines).toContain('pod_cpu_usage_percent{namespace="production",pod="app-xyz"} 50');
  expect(lines).toContain('kube_deployment_spec_replicas{namespace="production",deployment="app"} 2');
  expect(lines).toContain('slo:target{slo="availability",service="app"} 0.999');
  expect(lines).toContain('sli:current{slo="availability",sli="http-availability",service="app"} 0.9995');
  const wrong = lines.filter(
    (line) => line && !/^(# (HELP|TYPE) .+|[a-z_:]+\{([a-z]+="[^"]*",?)*\} -?[\d.e-]+)$/.test(line),
  );
  expect(wrong).toEqual([]);
});

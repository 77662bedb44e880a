/** One replica. Its name stays as long as the replica exists; a restart keeps it. */
export interface Pod {
  name: string;
  createdAt: number;
  /** Milliseconds since 1970 from which it serves. */
  readyAt: number;
  restarts: number;
}

export interface Workload {
  namespace: string;
  name: string;
  /** Work to be done: 100 keeps one replica fully busy. */
  load: number;
  pods: Pod[];
  createdAt: number;
  /** Raised by every change of the specification. */
  generation: number;
  budget: ErrorBudget;
}

export interface FleetOptions {
  /** Default: one deployment `production/app` with 2 replicas and load 90. */
  workloads?: { namespace: string; name: string; replicas: number; load: number }[];
  /** How long a new or restarted replica takes until it serves; default 1000. */
  readyAfterMs?: number;
  now?: () => number;
}

interface ErrorBudget {
  /** Fraction that was left at `at`. */
  remaining: number;
  at: number;
}

export interface ServiceLevel {
  target: number;
  current: number;
  budgetRemaining: number;
  burnRate: number;
}

const target = 0.999;
const quietErrorRatio = 0.0005;
/** Above this much CPU requests begin to fail. */
const saturation = 80;
const errorRatioPerPercent = 0.0001 / 1.5;
const budgetAtStart = 0.4;
/** The error budget is spent as if its window were an hour, so that a demo sees it move. */
const budgetWindowMs = 3_600_000;
const suffixes = ['xyz', 'b7k', 'q2m', 'w9d', 'h4t', 'n6r', 'c8p', 'f3v', 'j5s', 'z2g'];

/** A simulated fleet: the load of a workload is shared evenly by the replicas that serve. */
export class Fleet {
  readonly workloads: Workload[];
  readonly now: () => number;
  private readonly readyAfterMs: number;

  constructor(options: FleetOptions = {}) {
    this.now = options.now ?? Date.now;
    this.readyAfterMs = options.readyAfterMs ?? 1000;
    const at = this.now();
    const declared = options.workloads ?? [{ namespace: 'production', name: 'app', replicas: 2, load: 90 }];
    this.workloads = declared.map(({ namespace, name, replicas, load }) => ({
      ...{ namespace, name, load, createdAt: at, generation: 1, budget: { remaining: budgetAtStart, at } },
      pods: Array.from({ length: replicas }, (_, index) => ({
        ...{ name: podName(name, index), createdAt: at, readyAt: at, restarts: 0 },
      })),
    }));
  }

  workload(namespace: string, name: string): Workload | undefined {
    return this.workloads.find((workload) => workload.namespace === namespace && workload.name === name);
  }

  workloadOfPod(namespace: string, pod: string): Workload | undefined {
    return this.workloads.find(
      (workload) => workload.namespace === namespace && workload.pods.some(({ name }) => name === pod),
    );
  }

  setLoad(workload: Workload, load: number): void {
    this.settleBudget(workload);
    workload.load = load;
  }

  /** New replicas serve after a while; the newest are removed first. */
  scale(workload: Workload, replicas: number): void {
    if (replicas === workload.pods.length) return;
    this.settleBudget(workload);
    const at = this.now();
    workload.pods.length = Math.min(workload.pods.length, replicas);
    for (let index = workload.pods.length; index < replicas; index += 1)
      workload.pods.push({
        name: podName(workload.name, index),
        createdAt: at,
        readyAt: at + this.readyAfterMs,
        restarts: 0,
      });
    workload.generation += 1;
  }

  restartPod(workload: Workload, name: string): void {
    const pod = workload.pods.find((candidate) => candidate.name === name);
    if (!pod) return;
    this.settleBudget(workload);
    pod.restarts += 1;
    pod.readyAt = this.now() + this.readyAfterMs;
  }

  isReady({ readyAt }: Pod): boolean {
    return readyAt <= this.now();
  }

  ready({ pods }: Workload): Pod[] {
    return pods.filter((pod) => this.isReady(pod));
  }

  /** Percent of one core of each replica that serves. */
  cpuPercent(workload: Workload): number {
    const serving = this.ready(workload).length;
    return serving === 0 ? 0 : Math.min(100, workload.load / serving);
  }

  serviceLevel(workload: Workload): ServiceLevel {
    this.settleBudget(workload);
    const errorRatio = this.errorRatio(workload);
    return {
      target,
      current: 1 - errorRatio,
      budgetRemaining: workload.budget.remaining,
      burnRate: Math.max(0, errorRatio - (1 - target)),
    };
  }

  /** Replicas that have more to do than they can fail requests; with none serving, all fail. */
  private errorRatio(workload: Workload): number {
    if (this.ready(workload).length === 0) return 1;
    return quietErrorRatio + Math.max(0, this.cpuPercent(workload) - saturation) * errorRatioPerPercent;
  }

  /** Spends or recovers what the time since the last look came to. */
  private settleBudget(workload: Workload): void {
    const at = this.now();
    const allowed = 1 - target;
    const spent = ((this.errorRatio(workload) - allowed) / allowed) * ((at - workload.budget.at) / budgetWindowMs);
    workload.budget = { remaining: Math.min(budgetAtStart, workload.budget.remaining - spent), at };
  }
}

/** `app-xyz` is the first replica of `app`, in every run. */
function podName(workload: string, index: number): string {
  const round = Math.floor(index / suffixes.length);
  return `${workload}-${suffixes[index % suffixes.length]}${round === 0 ? '' : round}`;
}

/** A leaky bucket: filled by what is used, emptied evenly over an hour. */
export class HourlyBudget {
  private used = 0;
  private updatedAt: number;

  constructor(
    private readonly limit: number,
    private readonly now: () => number = Date.now,
  ) {
    this.updatedAt = now();
  }

  /** Takes `amount` where that much is left. */
  take(amount: number): boolean {
    this.leak();
    if (this.used + amount > this.limit) return false;
    this.used += amount;
    return true;
  }

  /** `X-RateLimit-<Name>-*`; the reset is when the bucket is empty again, in milliseconds since 1970. */
  headers(name: 'Requests' | 'Complexity'): Record<string, string> {
    this.leak();
    const resetAt = Math.ceil(this.updatedAt + this.used / this.perMs());
    return {
      [`X-RateLimit-${name}-Limit`]: String(this.limit),
      [`X-RateLimit-${name}-Remaining`]: String(Math.floor(this.limit - this.used)),
      [`X-RateLimit-${name}-Reset`]: String(resetAt),
    };
  }

  private leak(): void {
    const now = this.now();
    this.used = Math.max(0, this.used - (now - this.updatedAt) * this.perMs());
    this.updatedAt = now;
  }

  private perMs(): number {
    return this.limit / 3_600_000;
  }
}

import type { LinearClient } from '@linear/sdk';
import type { z } from 'zod';
import type { RequestBudget } from './budget';
import { failureOf, isRateLimited, rateLimited, readRefusal, requestIdOf, unreadable } from './failures';

/** Sends GraphQL documents to Linear within its budget; everything that goes wrong is an `ApplicationFailure`. */
export interface LinearApi {
  request<T>(document: string, variables: Record<string, unknown>, schema: z.ZodType<T>): Promise<LinearAnswer<T>>;
}

export interface LinearAnswer<T> {
  data: T;
  requestId: string | null;
}

export function createLinearApi(
  linear: Pick<LinearClient, 'client'>,
  budget: RequestBudget,
  clock: () => number,
): LinearApi {
  const send = async (document: string, variables: Record<string, unknown>) => {
    const blockedUntil = budget.blockedUntil();
    if (blockedUntil !== null) throw rateLimited(blockedUntil, clock());
    try {
      return await linear.client.rawRequest<unknown, Record<string, unknown>>(document, variables);
    } catch (error) {
      const refusal = readRefusal(error);
      budget.observe(refusal.headers);
      if (!isRateLimited(refusal)) throw failureOf(refusal, error);
      throw rateLimited(budget.exhausted(refusal.headers), clock(), refusal.headers);
    }
  };
  return {
    request: async (document, variables, schema) => {
      const { data, headers = new Headers() } = await send(document, variables);
      budget.observe(headers);
      const requestId = requestIdOf(headers);
      const parsed = schema.safeParse(data);
      if (!parsed.success) throw unreadable(parsed.error, requestId);
      return { data: parsed.data, requestId };
    },
  };
}

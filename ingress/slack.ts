import type { RequestHandler } from 'express';
import { z } from 'zod';
import { incidentIdPrefix } from '../workflows/contracts';
import { bodyLimit, mediaType, parseUniqueJson, readBody } from './body';
import { durably } from './delivery';
import type { IngressDeps } from './deps';
import { malformed, unsupportedMediaType } from './problem';
import { demandSignature } from './signed-source';
import { isSignedBySlack } from './signature';

/** `action_id` of the button that hands an incident to a person; its value is the Workflow Id. */
export const takeOverAction = 'take-over';

const interactionSchema = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).default([]),
});

const fingerprintPattern = /^[0-9a-f]{16}$/;

/** Signed interactions. A click counts as the word of the Slack user who made it. */
export function slackRoute(secret: string, { gateway, clock, log }: IngressDeps): RequestHandler {
  return async (request, response) => {
    const body = await readBody(request, bodyLimit);
    const signed = { signature: request.get('x-slack-signature'), timestamp: request.get('x-slack-request-timestamp') };
    demandSignature(isSignedBySlack(secret, body, signed, clock()), 'Slack');

    if (mediaType(request.headers['content-type']) !== 'application/x-www-form-urlencoded') {
      throw unsupportedMediaType('Slack sends interactions as a form.');
    }
    const interaction = readInteraction(body);
    const fingerprint = interaction.actions
      .filter((action) => action.action_id === takeOverAction)
      .map(({ value = '' }) => value.slice(incidentIdPrefix.length))
      .find((candidate) => fingerprintPattern.test(candidate));
    if (fingerprint === undefined) return void response.json(ephemeral('No decision is pending for this message.'));

    const { id, username, name = username } = interaction.user;
    const by = name === undefined ? `Slack user ${id}` : `${name} (Slack ${id})`;
    const told = await durably(gateway.takeOver(fingerprint, { by }));
    log.info({ fingerprint, action: takeOverAction, told }, 'Slack interaction');
    response.json(
      ephemeral(told === 'signalled' ? 'You have taken over this incident.' : 'This incident is over already.'),
    );
  };
}

function readInteraction(body: Buffer) {
  const payload = new URLSearchParams(body.toString('utf8')).get('payload');
  const parsed = interactionSchema.safeParse(payload === null ? undefined : parseUniqueJson(Buffer.from(payload)));
  if (!parsed.success) throw malformed('The payload is no Slack interaction.');
  return parsed.data;
}

const ephemeral = (text: string) => ({ response_type: 'ephemeral', replace_original: false, text });

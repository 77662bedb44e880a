import { ApplicationFailure } from '@temporalio/common';
import { redactedCause } from '../audit/redaction';

/** Every way in which mail fails; failure types, and labels of metrics. */
export type EmailFailureType =
  /** The server will never take this message. Not retried. */
  | 'email-rejected'
  /** Not retried. */
  | 'email-unauthorised'
  /** Nobody is on call. Not retried. */
  | 'email-no-recipient'
  /** Retried. */
  | 'email-unavailable';

/** SMTP says by its reply code whether trying again helps: 4yz does, 5yz does not. */
export function emailFailure(error: unknown): ApplicationFailure {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const reply = typeof responseCode === 'number' ? responseCode : undefined;
  const reason = redactedCause(error).message;
  const isFinal = reply === undefined || reply >= 500;
  if (code === 'EAUTH' && isFinal) {
    return failure(
      'email-unauthorised',
      `The mail server refused the login: ${reason}. Check user and password in SMTP_URL.`,
      error,
    );
  }
  if (reply !== undefined && isFinal) {
    return failure(
      'email-rejected',
      `The mail server refused the message: ${reason}. Check SMTP_FROM and the email of the person on call.`,
      error,
    );
  }
  return failure(
    'email-unavailable',
    `The mail server could not be used: ${reason}. It is tried again; if this goes on, check SMTP_URL.`,
    error,
  );
}

export function noRecipient(): ApplicationFailure {
  return failure(
    'email-no-recipient',
    'Nobody is on call, so no email was sent. Add a rotation or an override to onCall in the configuration.',
  );
}

function failure(type: EmailFailureType, message: string, cause?: unknown): ApplicationFailure {
  const nonRetryable = type !== 'email-unavailable';
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable,
    ...(cause === undefined ? {} : { cause: redactedCause(cause) }),
  });
}

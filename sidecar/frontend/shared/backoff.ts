/** How long to wait before the next attempt to connect. */

const SECOND = 1000;

/**
 * Short and jittered at first, so that a restart of the sidecar is over in a moment and two thousand browsers
 * don't knock at once; slower the longer the outage lasts.
 *
 * `attempt` counts from 0, `outage` is the time since the connection was lost, in milliseconds.
 */
export function reconnectDelay(attempt: number, outage: number, random: number): number {
  if (attempt === 0) return 50 + random * 350;
  const longest = outage < 60 * SECOND ? 2 * SECOND : outage < 300 * SECOND ? 8 * SECOND : 30 * SECOND;
  const grown = Math.min(longest, 400 * 1.6 ** attempt);
  return grown * (0.5 + random * 0.5);
}

/** For a door that costs the shop much when it is closed (its PHP, a path that isn't proxied): half a minute to ten. */
export function patientDelay(attempt: number, random: number): number {
  return Math.min(600 * SECOND, 30 * SECOND * 2 ** attempt) * (0.75 + random * 0.5);
}

/** Between two tries to send one message. */
export function resendDelay(attempt: number, random: number): number {
  return Math.min(15 * SECOND, SECOND * 2 ** attempt) * (0.75 + random * 0.5);
}

import { MissingClientIp, TooBusy, TooManyConnections } from '../../domain/errors.js';

/** Limits the open streams, in total and per client IP. Refused streams do not count. */
export class StreamLimiter {
  private open = 0;
  private readonly openByIp = new Map<string, number>();

  /** @param limits each absent: no limit */
  constructor(
    private readonly limits: {
      readonly maxConnections: number | undefined;
      readonly perClientIp: number | undefined;
    },
  ) {}

  /** How many client IPs have open streams. */
  get clientCount(): number {
    return this.openByIp.size;
  }

  /**
   * Takes a slot for one stream.
   *
   * @param clientIp from the proxy in front; `undefined` if it sets none
   *
   * @returns releases the slot; a second call does nothing
   *
   * @throws {TooBusy} {@link MissingClientIp} {@link TooManyConnections}
   */
  admit(clientIp: string | undefined): () => void {
    const { maxConnections, perClientIp } = this.limits;
    if (maxConnections !== undefined && this.open >= maxConnections) {
      throw new TooBusy(
        `Cannot open another stream: ${maxConnections} are open, which is the limit; try again later`,
      );
    }
    const ip = perClientIp === undefined ? undefined : this.countedIp(clientIp, perClientIp);
    this.count(ip, 1);
    let taken = true;
    return () => {
      if (taken) this.count(ip, -1);
      taken = false;
    };
  }

  private countedIp(clientIp: string | undefined, limit: number): string {
    if (clientIp === undefined || clientIp === '')
      throw new MissingClientIp('Cannot open a stream: X-Client-IP is missing');
    if ((this.openByIp.get(clientIp) ?? 0) < limit) return clientIp;
    throw new TooManyConnections(
      `Cannot open another stream: this client has ${limit} open, which is its limit; close one first`,
    );
  }

  private count(ip: string | undefined, change: 1 | -1): void {
    this.open += change;
    if (ip === undefined) return;
    const count = (this.openByIp.get(ip) ?? 0) + change;
    if (count === 0) this.openByIp.delete(ip);
    else this.openByIp.set(ip, count);
  }
}

import type { EventStreamsError } from '../../domain/errors.js';
import type { Batch } from './batch.js';

/** The connection that a reader writes to. */
export interface ClientConnection {
  /**
   * Writes a batch. Its buffer is shared with other readers, so it must not be changed.
   *
   * @returns how many bytes were sent for it, which are fewer if the connection compresses
   */
  write(batch: Pick<Batch, 'bytes' | 'place'>): number;
  /** Whether the kernel has not accepted all bytes of earlier writes yet. */
  readonly isBackedUp: boolean;
  /** Calls back once, when the kernel has accepted all bytes written so far; never after the connection has closed. */
  onceDrained(resume: () => void): void;
  /** The error as JSON, without what the client must not know. */
  tell(error: EventStreamsError): string;
  /** Ends the stream cleanly after what has been written. */
  end(): void;
}

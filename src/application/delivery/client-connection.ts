import type { EventStreamsError } from '../../domain/errors.js';

/** Where a reader's bytes go: one connection. */
export interface ClientConnection {
  /** Hands bytes to the connection. The buffer is shared with other readers: nobody changes it. */
  write(bytes: Buffer): void;
  /** Whether bytes of earlier writes have not been accepted by the kernel yet. */
  readonly isBackedUp: boolean;
  /** Calls back once, when all bytes written so far have been accepted; never after the connection has closed. */
  onceDrained(resume: () => void): void;
  /** What the client may be told of an error, as JSON. */
  tell(error: EventStreamsError): string;
  /** Ends the stream cleanly after what has been written. */
  end(): void;
}

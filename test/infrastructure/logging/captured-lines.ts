import { EventEmitter, once } from 'node:events';

/** One line of the log, parsed. */
export type Line = Readonly<Record<string, unknown>> & { readonly req?: Readonly<Record<string, unknown>> };

/** A destination that keeps the lines written to it. */
export class CapturedLines {
  readonly lines: Line[] = [];
  private readonly written = new EventEmitter();

  write(line: string): void {
    this.lines.push(JSON.parse(line) as Line);
    this.written.emit('line');
  }

  /** The lines, once there are that many: the line of a request may be written after its client has the answer. */
  async first(count: number): Promise<readonly Line[]> {
    while (this.lines.length < count) await once(this.written, 'line');
    return this.lines;
  }
}

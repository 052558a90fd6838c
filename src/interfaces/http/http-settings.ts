/** What the HTTP side is told: who the service says it is, and what its responses carry. */
export abstract class HttpSettings {
  /** Which pages may read: `*`, or origins separated by commas or spaces; `false`: no header says. */
  abstract readonly cors: string | false;
  /** `Content-Security-Policy` of every response, the API documentation excepted; `false`: the header is not sent. */
  abstract readonly csp: string | false;
  /** Whether `/v2/ui` is served. */
  abstract readonly uiEnabled: boolean;
  /** Whether the events are the sample's, made up: whoever reads them is told so. */
  abstract readonly servesSample: boolean;
  abstract readonly name: string;
  abstract readonly version: string;
  abstract readonly description: string;
  /** The home page, an absolute URL. */
  abstract readonly home: string;
}

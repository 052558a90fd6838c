/** What the HTTP side is told: who the service says it is, and what its responses carry. */
export abstract class HttpSettings {
  /** `Access-Control-Allow-Origin` of every response. */
  abstract readonly cors: string;
  /** `Content-Security-Policy` of every response, the API documentation excepted. */
  abstract readonly csp: string;
  /** Whether `/v2/ui` is served. */
  abstract readonly uiEnabled: boolean;
  abstract readonly name: string;
  abstract readonly version: string;
  abstract readonly description: string;
  /** The home page, an absolute URL. */
  abstract readonly home: string;
}

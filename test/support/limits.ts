/**
 * How long tests wait before they fail. Whoever passes waits for none of them, so nothing is gained by a short one:
 * each is beyond what a machine needs that is ten times slower than usual. What waits within another wait is shorter,
 * so that a failure says what was waited for: a step, a start, an installation, a test.
 */

/** A fact about something that runs: an answer, an event, what a page shows, what a metric says, an end. */
export const stepMs = 120_000;

/** Something starts: a browser, a broker, a proxy, another program; or is compiled. */
export const startMs = 300_000;

/** Packages are fetched and installed: a broker's jars, a client's Python. */
export const installMs = 540_000;

/** A test, or what comes before or after it. The same as jest's `testTimeout`, for those who have to say one. */
export const testTimeoutMs = 900_000;

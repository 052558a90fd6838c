const { TestEnvironment } = require('jest-environment-node');

/** How long what a suite has closed may take to be gone, where `testEnvironmentOptions` do not say otherwise. */
const defaultClosingMs = 60_000;
const pollMs = 20;

/** What jest sends a process of its tests to end it. */
const endMessage = 2;
// Every suite was seen to close what it opened. On a busy machine, taking down a large heap takes longer than the half
// second after which jest kills the process, and says that something leaks.
if (process.send) {
  process.on('message', ([type]) => {
    if (type === endMessage) process.exit(0);
  });
}

/**
 * Node as the environment of a suite, which fails where the suite leaves something open: a socket, a server, a timer, a
 * process. Left open, it keeps the process of the tests from ending, long after the suite that it is of.
 */
module.exports = class ClosingEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.closingMs = config.projectConfig.testEnvironmentOptions.closingMs ?? defaultClosingMs;
  }

  async setup() {
    await super.setup();
    // Of the process of the tests itself, whichever suite is the first to write to them.
    this.streams = [process.stdout, process.stderr];
    this.openBefore = countOpen();
    this.handlesBefore = new WeakSet(process._getActiveHandles());
  }

  async teardown() {
    await super.teardown();
    const deadlineMs = Date.now() + this.closingMs;
    for (;;) {
      // Also before the first look: what has begun to open is not there at once.
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      const left = moreThan(this.openBefore);
      if (left.length === 0) return;
      if (Date.now() > deadlineMs)
        throw new Error(`The suite leaves open: ${[...left, ...this.handles()].join('; ')}`);
    }
  }

  /** What tells the suite's own open handles apart: ports, and what runs. */
  handles() {
    return process
      ._getActiveHandles()
      .filter((handle) => !this.handlesBefore.has(handle))
      .map(({ constructor, spawnargs, localPort, remotePort }) =>
        JSON.stringify({ type: constructor.name, spawnargs, localPort, remotePort }),
      );
  }
};

/** How much is open of each kind that keeps the process from ending. */
function countOpen() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function moreThan(before) {
  return [...countOpen()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${count - (before.get(kind) ?? 0)} ${kind}`);
}

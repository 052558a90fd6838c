/** Required by the service under attack: lets go of garbage when asked to, so that what is left is what is held. */
process.on('SIGUSR2', () => globalThis.gc());

import { simulateRestart } from '../simulate-restart/model.mjs';

const retryMs = 3000;
const pauseMs = 30_000;
const maxConnectionMs = 900_000;
/** More are not simulated: the first tell. */
const mostRestarted = 20;
const balancers = ['random', 'least-connections'];
const pointsOfCurve = 240;

/**
 * Drained so slowly that one replica could take all that come, were it to get twice the mean, with half of its time.
 */
export function recommendedDrainMs(each, acceptPerSecond) {
  const seconds = (2 * each) / (acceptPerSecond / 2);
  return Math.ceil(seconds / 10) * 10_000;
}

/** Rolling restarts of planned replicas: by the default settings, and by those that are recommended. */
export function simulateRolls(plans, { acceptPerSecond, bootMs }) {
  return plans.flatMap(({ readers, replicas, each }) => {
    const settings = [
      { name: 'default', drainMs: 10_000 },
      { name: 'recommended', drainMs: recommendedDrainMs(each, acceptPerSecond.value) },
    ];
    return settings.flatMap(({ name, ...set }) =>
      balancers.map((balancer) => {
        // By the least connections streams become even by themselves, and all whose time is over would go to who has
        // just restarted.
        const ends = name === 'recommended' && balancer === 'random';
        const restarted = Math.min(replicas, mostRestarted);
        const roll = {
          replicas,
          clients: readers,
          restarted,
          balancer,
          retryMs,
          pauseMs,
          maxConnectionMs: ends ? maxConnectionMs : 0,
          ...set,
        };
        const found = simulateRestart({
          ...roll,
          acceptPerSecond: acceptPerSecond.value,
          bootMs: bootMs.value,
        });
        return { settings: name, ...roll, ...found };
      }),
    );
  });
}

/** [seconds, clients that are away], until a time. */
export function awayCurve({ endedAt, liveAt }, untilMs) {
  const ended = [...endedAt].sort((a, b) => a - b);
  const live = [...liveAt].sort((a, b) => a - b);
  let [away, back] = [0, 0];
  return Array.from({ length: pointsOfCurve + 1 }, (_, n) => {
    const at = (untilMs * n) / pointsOfCurve;
    while (ended[away] <= at) away += 1;
    while (live[back] <= at) back += 1;
    return [at / 1000, away - back];
  });
}

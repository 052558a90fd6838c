import { against, quantile, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'accept';
export const question = 'What does a new client cost, once the process is warm?';

const kinds = ['plain', 'nest', 'memory'];
const clients = 2000;

/** The targets in turn, several times, since what else the machine does changes: the median of each counts. */
export async function run(bench) {
  const rounds = bench.isQuick ? 3 : 7;
  const targets = [];
  try {
    for (const kind of kinds) targets.push({ kind, micros: [], target: await startTarget(bench, kind) });
    for (const { target } of targets) await accept(target);
    for (let round = 0; round < rounds; round += 1) {
      for (const { target, micros } of targets) micros.push(await accept(target));
    }
  } finally {
    for (const { target } of targets) await target.end();
  }
  const [plain, nest] = targets.map(({ micros }) => median(micros));
  return targets.map(({ target, kind, micros }) => {
    const cpuMicrosPerAccept = rounded(median(micros));
    const timesPlain = rounded(median(micros) / plain);
    const row = {
      subject: target.name,
      clients,
      cpuMicrosPerAccept,
      timesPlain,
      rounds: micros.map((value) => rounded(value)),
    };
    if (kind !== 'memory') return bench.say(row);
    const met = timesPlain <= 2.5 && median(micros) <= nest;
    return bench.say(against(row, '≤ 2.5 × plain Node, not above stock Nest', met));
  });
}

async function accept(target) {
  const load = await startLoad(target.stream);
  try {
    await target.ask('begin');
    await load.open(clients);
    const { cpuMs } = await target.ask('cost');
    return (cpuMs * 1000) / clients;
  } finally {
    await load.close();
  }
}

function median(values) {
  return quantile(values, 0.5);
}

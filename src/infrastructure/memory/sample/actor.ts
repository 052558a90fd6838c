import type { Random } from './random.js';
import type { SampleWiki } from './sample-wiki.js';

/** The user who made a change. */
export interface Actor {
  readonly name: string;
  /** Absent for users without an account, who edit under an IP address. */
  readonly userId?: number;
  readonly groups: readonly string[];
  readonly isBot: boolean;
  /** Whether the account was created for one visitor, for some weeks. */
  readonly isTemporary: boolean;
  readonly editCount: number;
  /** ISO 8601; absent for users without an account. */
  readonly registeredAt?: string;
}

/**
 * Returns a random user of a wiki: a bot, an account, a temporary account, or an IP address from the documentation
 * ranges.
 */
export function actorOf(wiki: SampleWiki, random: Random): Actor {
  if (random.chance(wiki.botShare)) return account(wiki, wiki.users.length - 1, true);
  if (random.chance(0.1)) return temporaryAccount(random);
  if (random.chance(0.06)) return address(random);
  return account(wiki, random.integer(0, wiki.users.length - 2), false);
}

function account(wiki: SampleWiki, index: number, isBot: boolean): Actor {
  const name = wiki.users[index] ?? 'Example';
  const [trait, year] = [wiki.id.length * 7919 + index * 104_729, 2005 + ((index * 5) % 18)];
  return {
    name,
    userId: 1000 + trait,
    groups: isBot ? ['bot', '*', 'user', 'autoconfirmed'] : ['*', 'user', 'autoconfirmed'],
    isBot,
    isTemporary: false,
    editCount: isBot ? 900_000 + trait : 100 + (trait % 20_000),
    registeredAt: `${year}-03-14T09:26:53Z`,
  };
}

function temporaryAccount(random: Random): Actor {
  return {
    name: `~2026-${random.integer(10_000, 99_999)}-${random.integer(10, 99)}`,
    userId: random.integer(50_000_000, 60_000_000),
    groups: ['*', 'user', 'temp'],
    isBot: false,
    isTemporary: true,
    editCount: random.integer(1, 20),
    registeredAt: '2026-10-02T18:04:11Z',
  };
}

function address(random: Random): Actor {
  const name = random.chance(0.3)
    ? `2001:DB8:${random.hex(4).toUpperCase()}:0:0:0:0:${random.integer(1, 9)}`
    : `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.integer(1, 254)}`;
  return { name, groups: ['*'], isBot: false, isTemporary: false, editCount: 0 };
}

/** Returns an account of a wiki that may delete pages. */
export function administratorOf(wiki: SampleWiki): Actor {
  const actor = account(wiki, 0, false);
  return { ...actor, groups: ['sysop', ...actor.groups] };
}

/** One line of a Dockerfile, its continuations joined. */
export interface Instruction {
  readonly keyword: string;
  readonly value: string;
}

/** What follows one `FROM`. */
export interface Stage {
  readonly from: string;
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile; hadolint says beforehand whether it is one. */
export function readStages(text: string): readonly Stage[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of lines) {
    const [, keyword = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (keyword !== 'FROM') stages.at(-1)?.instructions.push({ keyword, value });
    else {
      const [from = '', , name] = value.split(/\s+/);
      stages.push({ from, ...(name !== undefined && { name }), instructions: [] });
    }
  }
  return stages;
}

/** The values of a stage's instructions of one kind. */
export function valuesOf({ instructions }: Stage, keyword: string): readonly string[] {
  return instructions.filter((instruction) => instruction.keyword === keyword).map(({ value }) => value);
}

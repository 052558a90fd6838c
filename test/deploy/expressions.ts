/** What an expression of PromQL is about. */
export interface Expression {
  /** The series it selects. */
  readonly series: readonly string[];
  /** Labels that it selects or groups by. */
  readonly labels: readonly string[];
}

const groupings = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** Reads as much of PromQL as dashboards and rules need; promtool reads all of it where it is installed. */
export function readExpression(text: string): Expression {
  const withoutStrings = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const matchers = Array.from(withoutStrings.matchAll(/\{([^}]*)\}/g), ([, inside = '']) => inside);
  const matched = matchers.flatMap((inside) =>
    Array.from(inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g), ([, label = '']) => label),
  );
  const plain = withoutStrings.replace(/\{[^}]*\}/g, '').replace(/\[[^\]]*\]/g, '');
  const grouped = Array.from(plain.matchAll(groupings), ([, labels = '']) => labels.split(','))
    .flat()
    .map((label) => label.trim());
  const names = plain.replace(groupings, ' ').match(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g) ?? [];
  return {
    series: names.filter((name) => !keywords.has(name.toLowerCase())),
    labels: [...matched, ...grouped],
  };
}

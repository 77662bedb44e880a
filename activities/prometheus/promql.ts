import { parser } from '@prometheus-io/lezer-promql';
import type { Comparison } from '../../domain/remediation';
import type { Selector } from './selector';

type Tree = ReturnType<typeof parser.parse>;
type SyntaxNode = Tree['topNode'];

export interface Expression {
  selectors: Selector[];
  /** The outermost comparison; `null` where the outermost operator is another, or a `bool` comparison, which filters nothing. */
  comparison: OutermostComparison | null;
}

/** Turned round where needed, so that the value is on the left of `op`. */
export interface OutermostComparison {
  value: string;
  op: Comparison;
  limit: string;
  /** Whether `on` or `ignoring` says which labels take part, so that the value's series may carry more labels than the result's. */
  matchesSomeLabels: boolean;
}

/** Longer ones are not parsed; no rule that a person wrote is. */
const maxLength = 16_384;
const comparisons: Record<string, Comparison> = { Eql: '==', Neq: '!=', Gtr: '>', Gte: '>=', Lss: '<', Lte: '<=' };
const mirrored: Record<Comparison, Comparison> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };
const shiftNodes = new Set(['OffsetExpr', 'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr']);
const readingNodes = new Set(['VectorSelector', 'MatrixSelector', 'SubqueryExpr']);
const scalarFunctions = new Set(['scalar', 'time', 'pi']);

interface Range {
  from: number;
  to: number;
}

/** Takes an expression apart; `undefined` where it is no PromQL. */
export function parseExpression(written: string): Expression | undefined {
  if (written.length > maxLength) return undefined;
  const withComments = parser.parse(written);
  if (hasError(withComments)) return undefined;
  const source = blank(
    written,
    nodesOf(withComments, ({ name }) => name === 'LineComment'),
  );
  const shifts = nodesOf(withComments, ({ name }) => shiftNodes.has(name)).map(clauseOf);
  const blanked = blank(source, shifts);
  const tree = parser.parse(blanked);
  const root = tree.topNode.firstChild;
  if (!root || hasError(tree)) return undefined;
  const outermost = withoutParentheses(root, { from: 0, to: source.length });
  return {
    comparison: comparisonOf(source, outermost.node, outermost.range),
    selectors: nodesOf(tree, ({ name }) => name === 'VectorSelector').map((node) =>
      selectorOf(node, { source, blanked, shifts, leading: leadingRange(root) }),
    ),
  };
}

function nodesOf(tree: Tree, accept: (node: SyntaxNode) => boolean): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({ enter: ({ node }) => void (accept(node) && nodes.push(node)) });
  return nodes;
}

/** Comments and shifts are blanked out, so that everything else keeps its position. */
function blank(source: string, ranges: Range[]): string {
  return ranges.reduce((text, { from, to }) => text.slice(0, from) + ' '.repeat(to - from) + text.slice(to), source);
}

/**
 * The `offset` or `@` of a node. The parser lets it take the whole binary expression before it, where Prometheus binds
 * it to the selector; it changes no structure, so the rest is parsed without it.
 */
const clauseOf = (node: SyntaxNode): Range => ({ from: node.firstChild!.to, to: node.to });

function hasError(tree: Tree): boolean {
  let found = false;
  tree.iterate({ enter: ({ type }) => void (found ||= type.isError) });
  return found;
}

function operands(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function withoutParentheses(node: SyntaxNode, range: Range): { node: SyntaxNode; range: Range } {
  let inner = { node, range };
  while (inner.node.name === 'ParenExpr') {
    const { from, to } = inner.node;
    inner = { node: operands(inner.node)[0]!, range: { from: from + 1, to: to - 1 } };
  }
  return inner;
}

/** `range` is all that belongs to the node, also the shift after its last operand, which the parser did not see. */
function comparisonOf(source: string, node: SyntaxNode, range: Range): OutermostComparison | null {
  if (node.name !== 'BinaryExpr') return null;
  const [left, operator, ...rest] = operands(node);
  const right = rest.at(-1);
  const op = operator && comparisons[operator.name];
  if (!left || !right || !op || rest.some(({ name }) => name === 'BoolModifier')) return null;
  const leftText = source.slice(range.from, operator.from).trim();
  const rightText = source.slice(right.from, range.to).trim();
  const matchesSomeLabels = rest.some(({ name }) => name === 'MatchingModifierClause');
  return isScalar(source, left) && !isScalar(source, right)
    ? { value: rightText, op: mirrored[op], limit: leftText, matchesSomeLabels }
    : { value: leftText, op, limit: rightText, matchesSomeLabels };
}

function isScalar(source: string, node: SyntaxNode): boolean {
  if (node.name === 'NumberDurationLiteral') return true;
  if (node.name === 'ParenExpr' || node.name === 'UnaryExpr') return isScalar(source, operands(node).at(-1)!);
  const parts = operands(node);
  if (node.name === 'BinaryExpr') return isScalar(source, parts[0]!) && isScalar(source, parts.at(-1)!);
  return node.name === 'FunctionCall' && scalarFunctions.has(source.slice(parts[0]!.from, parts[0]!.to));
}

/** The part that the result's series come from: the left side of `and` and `unless`, else all. */
function leadingRange(root: SyntaxNode): Range {
  let { node } = withoutParentheses(root, root);
  while (node.name === 'BinaryExpr' && ['And', 'Unless'].includes(operands(node)[1]!.name)) {
    node = withoutParentheses(operands(node)[0]!, node).node;
  }
  return node;
}

interface Surroundings {
  source: string;
  blanked: string;
  shifts: Range[];
  leading: Range;
}

function selectorOf(node: SyntaxNode, { source, blanked, shifts, leading }: Surroundings): Selector {
  const matchers = node.getChild('LabelMatchers');
  const ownShifts = shifts.filter((clause) => isShifted(node, clause, blanked));
  return {
    text: source.slice(node.from, node.to),
    brace: matchers ? matchers.from - node.from : null,
    shift: ownShifts.map(({ from, to }) => source.slice(from, to).trim()).join(' '),
    leading: node.from >= leading.from && node.to <= leading.to,
  };
}

/** Whether the shift clause follows the selector, or the range or subquery that it stands in. */
function isShifted(selector: SyntaxNode, clause: Range, blanked: string): boolean {
  for (let node: SyntaxNode | null = selector; node && node.to <= clause.from; node = node.parent) {
    if (readingNodes.has(node.name) && blanked.slice(node.to, clause.from).trim() === '') return true;
  }
  return false;
}

import { dirname, relative, resolve, sep } from 'node:path';
import type { RuleTester } from 'oxlint/plugins-dev';
import { objection, type Import } from './rooms.ts';

/** oxlint exports no type for a rule of one's own, other than as what its tester takes. */
type Rule = Parameters<RuleTester['run']>[1];
type Place = { readonly range: [number, number] };

/** Import fences as a lint rule, so that a forbidden arrow shows in the editor like any other mistake. */
const fences: Rule = {
  create(context) {
    const file = toPath(relative(context.cwd, context.filename));

    function check(node: Place, source: unknown, typeOnly: boolean, names: string[]): void {
      if (typeof source !== 'string') return;
      const isRelative = source.startsWith('.');
      const target = isRelative
        ? toPath(relative(context.cwd, resolve(dirname(context.filename), source)))
        : source;
      const wanted: Import = { target, relative: isRelative, typeOnly, names };
      const message = objection(file, wanted);
      if (message) context.report({ node, message });
    }

    return {
      ImportDeclaration(node) {
        const names = node.specifiers.map((one) =>
          one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*',
        );
        check(node, node.source.value, node.importKind === 'type', names);
      },
      ExportNamedDeclaration(node) {
        if (!node.source) return;
        const names = node.specifiers.map((one) => nameOf(one.local));
        check(node, node.source.value, node.exportKind === 'type', names);
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, node.exportKind === 'type', ['*']);
      },
      ImportExpression(node) {
        const value = node.source.type === 'Literal' ? node.source.value : null;
        if (value !== null) check(node, value, false, ['*']);
        else if (file.startsWith('src/')) {
          context.report({ node, message: 'A dynamic import in src/ names its module' });
        }
      },
      TSImportType(node) {
        check(node, node.source.value, true, ['*']);
      },
      CallExpression(node) {
        const [first] = node.arguments;
        const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require';
        if (isRequire && first?.type === 'Literal') check(node, first.value, false, ['*']);
      },
    };
  },
};

/** `import { a }` and `import { 'a' }` name the same thing. */
function nameOf(node: { readonly name: string } | { readonly value: string }): string {
  return 'name' in node ? node.name : node.value;
}

function toPath(path: string): string {
  return path.split(sep).join('/');
}

const plugin = { meta: { name: 'vestigo' }, rules: { fences } };
export default plugin;

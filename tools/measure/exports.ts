/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command for developers, never part of the published package */
import { join } from 'node:path';
import ts from 'typescript';
import { sourcesBelow } from './size';

/** How many names files of the package export, and how many of them one other file uses, or none. */
export function usersOfExports(root: string) {
	const files = ['credentials', 'nodes'].flatMap((folder) => sourcesBelow(join(root, folder)));
	const { options } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
		ts.sys,
		root,
	);
	const program = ts.createProgram(files, options);
	const checker = program.getTypeChecker();
	const users = new Map<ts.Symbol, Set<string>>();
	const own = new Set(files.map((file) => ts.sys.resolvePath(file)));
	const sources = program
		.getSourceFiles()
		.filter(({ fileName }) => own.has(ts.sys.resolvePath(fileName)));

	const original = (symbol: ts.Symbol) =>
		symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	const isDeclaredIn = (symbol: ts.Symbol, source: ts.SourceFile) =>
		symbol.declarations?.some((declaration) => declaration.getSourceFile() === source) ?? false;

	for (const source of sources) {
		const module = checker.getSymbolAtLocation(source);
		for (const name of module ? checker.getExportsOfModule(module) : []) {
			const symbol = original(name);
			if (isDeclaredIn(symbol, source)) users.set(symbol, new Set());
		}
	}
	for (const source of sources) {
		const look = (node: ts.Node): void => {
			// What only passes a name on does not use it.
			if (ts.isExportDeclaration(node)) return;
			if (ts.isIdentifier(node)) {
				const found = checker.getSymbolAtLocation(node);
				const symbol = found && original(found);
				if (symbol && !isDeclaredIn(symbol, source)) users.get(symbol)?.add(source.fileName);
			}
			ts.forEachChild(node, look);
		};
		look(source);
	}
	const counts = [...users.values()].map(({ size }) => size);
	return {
		exported: counts.length,
		withOneUser: counts.filter((count) => count === 1).length,
		withoutUser: counts.filter((count) => count === 0).length,
	};
}

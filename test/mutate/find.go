package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// A mutant is one change to the source of a construct.
type mutant struct {
	id   int
	file string // from the repository's root
	line int
	in   string // the function or the variable
	text string // what the change is
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", m.file, m.line, m.in, m.text)
}

// name is what a mutant is called whatever line it stands in.
func (m mutant) name() string { return m.file + ": " + m.in + ": " + m.text }

// A finder walks a file, numbers its mutants and writes them into it.
type finder struct {
	set     *token.FileSet
	file    string
	in      string
	mutants []mutant
	next    int
	edits   edits

	seen    map[ast.Node]bool     // what has been dealt with where its parent was
	implied map[ast.Expr]ast.Expr // the types of literals that leave theirs out
}

// instrument returns the mutants of a file, numbered from first, and the file's source with all of them in it.
func instrument(file, source string, first int) ([]mutant, string, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, "", err
	}
	f := &finder{set: set, file: file, next: first, edits: edits{source: source}, seen: map[ast.Node]bool{}, implied: map[ast.Expr]ast.Expr{}}
	for _, decl := range parsed.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			f.in = funcName(d)
			f.walk(d)
		case *ast.GenDecl:
			if d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				f.in = spec.(*ast.ValueSpec).Names[0].Name
				f.walk(spec)
			}
		}
	}
	if len(f.mutants) == 0 {
		return nil, source, nil
	}
	end := f.offset(parsed.Name.End())
	f.edits.replace(end, end, "; import toggle \""+helper+"\"")
	return f.mutants, f.edits.apply(), nil
}

func (f *finder) walk(root ast.Node) {
	ast.PreorderStack(root, nil, func(n ast.Node, above []ast.Node) bool {
		switch x := n.(type) {
		case *ast.BlockStmt:
			f.statements(x.List, above)
		case *ast.CaseClause:
			f.statements(x.Body, append(above, x))
		case *ast.IfStmt:
			f.condition(x.Cond)
		case *ast.ForStmt:
			if x.Cond != nil {
				f.sides(x.Cond) // without its condition it would not end
			}
		case *ast.SwitchStmt:
			f.cases(x)
		case *ast.BinaryExpr, *ast.UnaryExpr:
			f.operation(x.(ast.Expr))
		case *ast.CallExpr:
			f.call(x)
		case *ast.CompositeLit:
			f.literal(x)
		case *ast.GenDecl:
			return x.Tok != token.CONST && x.Tok != token.TYPE
		}
		return true
	})
}

// add makes count mutants of which each has the text that belongs to its index, and returns the first one's number.
func (f *finder) add(at token.Pos, count int, text func(int) string) int {
	first := f.next
	for i := range count {
		f.mutants = append(f.mutants, mutant{f.next, f.file, f.set.Position(at).Line, f.in, text(i)})
		f.next++
	}
	return first
}

func (f *finder) one(at ast.Node, format string, args ...any) int {
	return f.add(at.Pos(), 1, func(int) string { return fmt.Sprintf(format, args...) })
}

func (f *finder) offset(p token.Pos) int {
	return f.set.Position(p).Offset
}

func (f *finder) wrap(n ast.Node, before, behind string) {
	f.edits.wrap(f.offset(n.Pos()), f.offset(n.End()), before, behind)
}

// source is the text of a node as it stands in the file.
func (f *finder) source(n ast.Node) string {
	return f.edits.source[f.offset(n.Pos()):f.offset(n.End())]
}

// short is the text of a node on one line that is not too long.
func (f *finder) short(n ast.Node) string {
	const longest = 90
	text := []rune(strings.Join(strings.Fields(f.source(n)), " "))
	if len(text) > longest {
		return string(text[:longest-1]) + "…"
	}
	return string(text)
}

func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if id, ok := receiver.(*ast.Ident); ok {
		return id.Name + "." + d.Name.Name
	}
	return d.Name.Name
}

// is reports whether an expression is one of these names.
func is(e ast.Expr, names ...string) bool {
	id, ok := e.(*ast.Ident)
	for _, name := range names {
		if ok && id.Name == name {
			return true
		}
	}
	return false
}

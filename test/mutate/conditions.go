package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

var moved = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}

// operation makes mutants of what is a condition by its operator, wherever it stands.
func (f *finder) operation(e ast.Expr) {
	if f.seen[e] {
		return
	}
	switch x := e.(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			f.condition(e)
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			f.condition(e)
		}
	}
}

// condition makes a condition always true, and always false.
func (f *finder) condition(e ast.Expr) {
	if f.seen[e] {
		return
	}
	if is(e, "true", "false") {
		f.flip(e, e)
		return
	}
	f.fix(e, true)
	f.fix(e, false)
	f.sides(e)
}

// flip makes false of true and true of false, in what is told of as a whole.
func (f *finder) flip(whole, literal ast.Expr) {
	f.seen[literal] = true
	to, name := "false", "False"
	if is(literal, "false") {
		to, name = "true", "True"
	}
	f.wrap(literal, fmt.Sprintf("toggle.%s(%d, ", name, f.one(literal, "%s is %s", f.short(whole), to)), ")")
}

func (f *finder) fix(e ast.Expr, to bool) {
	name := map[bool]string{true: "True", false: "False"}[to]
	f.wrap(e, fmt.Sprintf("toggle.%s(%d, ", name, f.one(e, "%s is %v", f.short(e), to)), ")")
}

// sides leaves out each side of && and ||, and moves the bound of a comparison.
func (f *finder) sides(e ast.Expr) {
	f.seen[e] = true
	switch x := e.(type) {
	case *ast.ParenExpr:
		f.sides(x.X)
	case *ast.UnaryExpr:
		f.sides(x.X)
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			for _, side := range []ast.Expr{x.X, x.Y} {
				f.fix(side, x.Op == token.LAND)
				f.sides(side)
			}
		}
		if to, ok := moved[x.Op]; ok {
			n := f.one(e, "%s with %s", f.short(e), to)
			f.wrap(e, fmt.Sprintf("toggle.Bound(%d, ", n), ")")
			at := f.offset(x.OpPos)
			f.edits.replace(at, at+len(x.Op.String()), fmt.Sprintf(", %q, ", x.Op))
		}
	}
}

// cases makes conditions of a switch's cases.
func (f *finder) cases(s *ast.SwitchStmt) {
	var all []ast.Expr
	for _, clause := range s.Body.List {
		all = append(all, clause.(*ast.CaseClause).List...)
	}
	if s.Tag == nil {
		for _, e := range all {
			f.condition(e)
		}
		return
	}
	if s.Init != nil || len(all) == 0 {
		return
	}
	f.wrap(s.Tag, "mutantTag := ", ";")
	for _, e := range all {
		f.seen[e] = true
		for _, to := range []string{"True", "False"} {
			n := f.one(e, "case %s is %s", f.short(e), map[string]string{"True": "true", "False": "false"}[to])
			f.wrap(e, fmt.Sprintf("toggle.%s(%d, ", to, n), ")")
		}
		f.wrap(e, "mutantTag == (", ")")
	}
}

// call makes a condition of what jsii.Bool takes, and a list of what jsii.Strings takes.
func (f *finder) call(c *ast.CallExpr) {
	switch name := f.source(c.Fun); {
	case name == "jsii.Bool" && len(c.Args) == 1:
		f.condition(c.Args[0])
	case name == "jsii.Strings" && len(c.Args) > 0 && !c.Ellipsis.IsValid():
		n := f.leftOut(c.Args)
		from, to := f.offset(c.Args[0].Pos()), f.offset(c.Args[len(c.Args)-1].End())
		f.edits.wrap(from, to, "toggle.Elements([]string{", fmt.Sprintf("}, %d)...", n))
	}
}

package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

// statements leaves out statements, and returns zero values. The last above is the function, the block or the clause that
// they are in.
func (f *finder) statements(list []ast.Stmt, above []ast.Node) {
	for i, statement := range list {
		switch s := statement.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); ok && !is(call.Fun, "panic") {
				f.leaveOut(s)
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE && !is(s.Lhs[0], "_") {
				f.leaveOut(s)
			}
		case *ast.IncDecStmt:
			f.leaveOut(s)
		case *ast.BranchStmt:
			if s.Tok == token.CONTINUE || s.Tok == token.BREAK {
				f.leaveOut(s)
			}
		case *ast.ReturnStmt:
			signature, outermost := enclosing(above)
			if len(s.Results) == 0 && signature.Results == nil && (!outermost || i < len(list)-1) {
				f.leaveOut(s)
			}
			f.results(s, signature)
		}
	}
}

func (f *finder) leaveOut(s ast.Stmt) {
	f.wrap(s, fmt.Sprintf("if !toggle.At(%d) { ", f.one(s, "%s left out", f.short(s))), " }")
}

// results returns the zero value for each result of a return statement.
func (f *finder) results(s *ast.ReturnStmt, signature *ast.FuncType) {
	types := resultTypes(signature)
	if len(types) != len(s.Results) { // the results of another function
		return
	}
	for i, e := range s.Results {
		if is(types[i], "bool") {
			f.condition(e)
			continue
		}
		if isZero(e) {
			continue
		}
		n := f.one(e, "returns the zero value for %s", f.short(e))
		f.wrap(e, fmt.Sprintf("toggle.Zero[%s](%d, ", f.source(types[i]), n), ")")
	}
}

func resultTypes(signature *ast.FuncType) []ast.Expr {
	var types []ast.Expr
	if signature.Results == nil {
		return nil
	}
	for _, field := range signature.Results.List {
		for range max(1, len(field.Names)) {
			types = append(types, field.Type)
		}
	}
	return types
}

// enclosing returns the signature of the innermost function, and whether nothing but its body is between.
func enclosing(above []ast.Node) (signature *ast.FuncType, outermost bool) {
	for i := len(above) - 1; i >= 0; i-- {
		switch x := above[i].(type) {
		case *ast.FuncDecl:
			return x.Type, i == len(above)-1
		case *ast.FuncLit:
			return x.Type, i == len(above)-1
		}
	}
	return &ast.FuncType{}, false
}

func isZero(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.BasicLit:
		return x.Value == "0" || x.Value == `""`
	case *ast.CompositeLit:
		return len(x.Elts) == 0
	default:
		return is(e, "nil")
	}
}
